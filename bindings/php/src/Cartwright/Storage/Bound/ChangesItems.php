<?php

declare(strict_types=1);

namespace Cartwright\Storage\Bound;

use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Exceptions\StoreException;
use Cartwright\Native\Abi;
use Cartwright\Native\ConditionChange;
use Cartwright\Native\ItemChange;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewItem;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\ItemEdit;
use Cartwright\Storage\ItemsChanged;
use Cartwright\Storage\StoredText;
use MasyukAI\Cart\Exceptions\CartConflictException;
use Throwable;

/**
 * Changes of the items of a cart that the engine stores. What stored rules make of a change is in its commit.
 *
 * @internal
 */
trait ChangesItems
{
    abstract private function cart(): NativeCart;

    /**
     * Has the engine know what the rules of the cart need beside it.
     */
    abstract private function prepareRules(NativeCart $cart): void;

    /**
     * What rules have put on or taken off with the last change.
     *
     * @return list<ConditionChange>
     */
    abstract private function byRules(NativeCart $cart): array;

    /**
     * Many are one commit. If one of them is refused, those before it are stored one by one.
     */
    public function add(ItemAddition ...$additions): ItemsChanged
    {
        [$items, $refusal] = ItemAddition::untilRefused($additions);

        if ($items === []) {
            return new ItemsChanged(refusal: $refusal);
        }

        $cart = $this->cart();
        $this->prepareRules($cart);

        if (count($items) > 1) {
            try {
                return $this->addTogether($cart, array_slice($additions, 0, count($items)), $items, $refusal);
            } catch (CartConflictException|StoreException|OutcomeUnknownException $failure) {
                throw $failure;
            } catch (Throwable) {
                // Which one it was comes out below, in the words for it.
            }
        }

        return $this->addOneByOne($cart, $items, $refusal);
    }

    public function update(string $id, ItemEdit $edit): ItemsChanged
    {
        if (! StoredText::canHold($id)) {
            return new ItemsChanged();
        }

        $update = $edit->forEngine();
        $cart = $this->cart();
        $this->prepareRules($cart);
        $change = $cart->update($id, $update);

        return $change->kind === Abi::CHANGE_NOTHING
            ? new ItemsChanged()
            : new ItemsChanged([$change], byRules: $this->byRules($cart));
    }

    public function remove(string $id): ItemsChanged
    {
        if (! StoredText::canHold($id)) {
            return new ItemsChanged();
        }

        $cart = $this->cart();
        $this->prepareRules($cart);
        $item = $cart->remove($id);

        return $item === null ? new ItemsChanged() : new ItemsChanged(
            [new ItemChange(Abi::CHANGE_ITEM_REMOVED, false, $item['quantity'], $item['price'], $item)],
            byRules: $this->byRules($cart),
        );
    }

    /**
     * @param list<ItemAddition> $additions
     * @param list<NewItem> $items
     */
    private function addTogether(NativeCart $cart, array $additions, array $items, ?Throwable $refusal): ItemsChanged
    {
        $texts = array_map(
            static fn (ItemAddition $addition, NewItem $new): string => $addition->operation($new),
            $additions,
            $items,
        );
        $cart->apply('[' . implode(',', $texts) . ']');
        $changes = [];

        foreach ($cart->result()?->changes() ?? [] as $change) {
            if ($change['change'] === 'item_added') {
                $changes[] = new ItemChange(
                    Abi::CHANGE_ITEM_ADDED,
                    $change['first'],
                    $change['item']['quantity'],
                    self::given($items[count($changes)]->price),
                    null,
                );
            }
        }

        return new ItemsChanged($changes, $refusal, $this->byRules($cart));
    }

    /**
     * @param list<NewItem> $items
     */
    private function addOneByOne(NativeCart $cart, array $items, ?Throwable $refusal): ItemsChanged
    {
        $changes = [];
        $byRules = [];

        foreach ($items as $item) {
            try {
                $changes[] = $cart->add($item);
                $byRules = [...$byRules, ...$this->byRules($cart)];
            } catch (Throwable $refusal) {
                if ($changes === []) {
                    throw $refusal;
                }

                break;
            }
        }

        return new ItemsChanged($changes, $refusal, ConditionChange::net($byRules));
    }

    /**
     * A price as add() hands it back: as it was given, a text as it was read.
     */
    private static function given(int|float|string|null $price): int|float
    {
        return is_string($price) ? Library::instance()->parsePrice($price) : $price ?? 0;
    }
}
