<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

use Cartwright\Native\Abi;
use Cartwright\Native\ConditionChange;
use Cartwright\Native\ItemChange;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\ItemEdit;
use Cartwright\Storage\ItemsChanged;
use Cartwright\Storage\StoredText;
use Closure;
use Throwable;

/**
 * Changes of the items of a cart in the engine.
 *
 * @internal
 */
trait ChangesItems
{
    abstract public function change(Closure $change): mixed;

    /**
     * @return list<ConditionChange>
     */
    abstract private function byRules(NativeCart $cart): array;

    public function add(ItemAddition ...$additions): ItemsChanged
    {
        [$items, $refusal] = ItemAddition::untilRefused($additions);

        if ($items === []) {
            return new ItemsChanged(refusal: $refusal);
        }

        return $this->change(function (NativeCart $cart) use ($items, $refusal): ItemsChanged {
            $changes = [];

            foreach ($items as $item) {
                try {
                    $changes[] = $cart->add($item);
                } catch (Throwable $refusal) {
                    // Nothing was changed: then the refusal counts only if the cart still is what it was.
                    if ($changes === []) {
                        throw $refusal;
                    }

                    break;
                }
            }

            return new ItemsChanged($changes, $refusal, $this->byRules($cart));
        });
    }

    public function update(string $id, ItemEdit $edit): ItemsChanged
    {
        if (! StoredText::canHold($id)) {
            return new ItemsChanged();
        }

        $update = $edit->forEngine();

        return $this->change(function (NativeCart $cart) use ($id, $update): ItemsChanged {
            $change = $cart->update($id, $update);

            return $change->kind === Abi::CHANGE_NOTHING
                ? new ItemsChanged()
                : new ItemsChanged([$change], byRules: $this->byRules($cart));
        });
    }

    public function remove(string $id): ItemsChanged
    {
        if (! StoredText::canHold($id)) {
            return new ItemsChanged();
        }

        return $this->change(function (NativeCart $cart) use ($id): ItemsChanged {
            $item = $cart->remove($id);

            return $item === null ? new ItemsChanged() : new ItemsChanged(
                [new ItemChange(Abi::CHANGE_ITEM_REMOVED, false, $item['quantity'], $item['price'], $item)],
                byRules: $this->byRules($cart),
            );
        });
    }
}
