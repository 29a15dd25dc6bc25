<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Money\CartMoney;
use Cartwright\Native\Abi;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\ItemEdit;
use Cartwright\Storage\ItemsChanged;
use InvalidArgumentException;
use MasyukAI\Cart\Collections\CartCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Models\CartItem;
use Throwable;
use TypeError;

/**
 * What is in the cart.
 */
trait ManagesItems
{
    /**
     * Puts an item into the cart, or many. Of an item that is there, the quantities are summed and everything else is
     * replaced.
     *
     * @param string|int|array<array-key, array<string, mixed>> $id the item's id, or a list of items
     * @param array<string, mixed> $attributes
     * @param array<array-key, CartCondition|array<string, mixed>>|object|null $conditions one condition, or many
     * @param string|object|null $associatedModel the name of a class or an object
     */
    public function add(
        string|int|array $id,
        ?string $name = null,
        float|int|string|null $price = null,
        int $quantity = 1,
        array $attributes = [],
        array|object|null $conditions = null,
        string|object|null $associatedModel = null,
    ): CartItem|CartCollection {
        if (is_array($id)) {
            return $this->addAll($id);
        }

        $addition = new ItemAddition($id, $name, $price, $quantity, $attributes, $conditions, $associatedModel);
        [$item] = $this->addEach([$addition], null);

        return $item;
    }

    /**
     * One change for all of them. A row that is refused leaves those before it in the cart, and is then thrown.
     *
     * @param array<array-key, mixed> $rows
     */
    private function addAll(array $rows): CartCollection
    {
        $additions = [];
        $refusal = null;

        foreach ($rows as $row) {
            try {
                $additions[] = ItemAddition::fromRow($row);
            } catch (Throwable $refusal) {
                break;
            }
        }

        $added = new CartCollection();

        foreach ($this->addEach($additions, $refusal) as $item) {
            $added->addItem($item);
        }

        return $added;
    }

    /**
     * @param list<ItemAddition> $additions
     * @param Throwable|null $next what is wrong with the one after them
     *
     * @return list<CartItem>
     */
    private function addEach(array $additions, ?Throwable $next): array
    {
        $changed = $additions === [] ? new ItemsChanged() : $this->held()->add(...$additions);
        $items = [];

        foreach ($changed->items as $at => $change) {
            $items[] = $item = $additions[$at]->added($change);

            if ($change->first) {
                $this->dispatch(new CartCreated($this));
            }

            $this->dispatch(new ItemAdded($item, $this));
        }

        if ($items !== []) {
            $this->announce($changed->byRules);
            $this->askCallables();
        }

        $refusal = $changed->refusal ?? $next;

        return $refusal === null ? $items : throw $refusal;
    }

    /**
     * Changes an item that is there.
     *
     * @param array<string, mixed> $data `quantity` (a number is relative, `['value' => n]` absolute), `name`, `price`,
     *     `attributes`; what is missing or null stays
     *
     * @return CartItem|null the item as it is now, or as it was if it was removed; null if it is not there
     */
    public function update(string|int $id, array $data): ?CartItem
    {
        $id = (string) $id;

        try {
            $edit = ItemEdit::of($data);
            $changed = $this->held()->update($id, $edit);
        } catch (TypeError|InvalidArgumentException $refusal) {
            // What is not there is not updated, whatever the data are.
            return $this->has($id) ? throw $refusal : null;
        }

        $change = $changed->item();

        if ($change?->item === null) {
            return null;
        }

        $stored = CartItem::fromStored($change->item);

        if ($change->kind === Abi::CHANGE_ITEM_REMOVED) {
            $this->announceChange(new ItemRemoved($stored, $this), $changed);

            return $stored;
        }

        // A price and attributes that were given are handed back as they were given; what was read is as it was read.
        $item = $edit->price === null && $edit->attributes === null ? $stored : CartItem::fromChecked(
            $stored->id,
            $stored->name,
            $edit->price === null ? $stored->price : $change->price,
            $stored->quantity,
            $edit->attributes ?? $stored->attributes->all(),
            $stored->conditions,
            $stored->associatedModel,
        );
        $this->announceChange(new ItemUpdated($item, $this), $changed);

        return $item;
    }

    /**
     * Takes an item out of the cart.
     *
     * @return CartItem|null the item as it was; null if it is not there
     */
    public function remove(string|int $id): ?CartItem
    {
        $changed = $this->held()->remove((string) $id);
        $stored = $changed->item()?->item;

        if ($stored === null) {
            return null;
        }

        $item = CartItem::fromStored($stored);
        $this->announceChange(new ItemRemoved($item, $this), $changed);

        return $item;
    }

    /**
     * What became of an item, and then of the conditions that go by rules.
     */
    private function announceChange(ItemRemoved|ItemUpdated $event, ItemsChanged $changed): void
    {
        $this->dispatch($event);
        $this->announce($changed->byRules);
        $this->askCallables();
    }

    /**
     * The item with this id.
     */
    public function get(string|int $id): ?CartItem
    {
        $stored = $this->held()->item((string) $id);

        return $stored === null ? null : CartItem::fromStored($stored);
    }

    /**
     * Whether the item is in the cart.
     */
    public function has(string|int $id): bool
    {
        return $this->get($id) !== null;
    }

    /**
     * The items for which the callback says yes; it is given the item and its id.
     */
    public function search(callable $callback): CartCollection
    {
        return $this->getItems()->filter($callback);
    }

    /**
     * All items, by id.
     */
    public function getItems(): CartCollection
    {
        $items = new CartCollection();

        foreach ($this->held()->items() as $stored) {
            $items->addItem(CartItem::fromStored($stored));
        }

        return $items;
    }

    /**
     * Whether there are no items; conditions do not count.
     */
    public function isEmpty(): bool
    {
        return $this->countItems() === 0;
    }

    /**
     * The whole cart.
     *
     * @return array{instance: string, items: array<array-key, array<string, mixed>>,
     *     conditions: array<array-key, array<string, mixed>>, subtotal: float, total: float, quantity: int, count: int,
     *     is_empty: bool}
     */
    public function content(): array
    {
        return $this->held()->content($this->instanceName, CartMoney::currency());
    }

    /**
     * The same as content().
     *
     * @return array<string, mixed>
     */
    public function getContent(): array
    {
        return $this->content();
    }

    /**
     * The same as content().
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return $this->content();
    }
}
