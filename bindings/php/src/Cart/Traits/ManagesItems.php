<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Money\CartMoney;
use Cartwright\Native\Abi;
use Cartwright\Native\ItemChange;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\StoredText;
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
        $new = $addition->forEngine();
        $change = $this->resident()->change(static fn (NativeCart $cart): ItemChange => $cart->add($new));

        return $this->announceAdded($addition, $change);
    }

    /**
     * One change for all of them. A row that is refused leaves those before it in the cart, and is then thrown.
     *
     * @param array<array-key, mixed> $rows
     */
    private function addAll(array $rows): CartCollection
    {
        $additions = [];
        $texts = [];
        $refusal = null;

        foreach ($rows as $row) {
            try {
                $addition = ItemAddition::fromRow($row);
                $texts[] = $addition->forEngine();
                $additions[] = $addition;
            } catch (Throwable $refusal) {
                break;
            }
        }

        $added = new CartCollection();

        if ($additions !== []) {
            [$changes, $refused] = $this->resident()->change(
                static function (NativeCart $cart) use ($texts): array {
                    $changes = [];

                    foreach ($texts as $text) {
                        try {
                            $changes[] = $cart->add($text);
                        } catch (Throwable $refused) {
                            return $changes === [] ? throw $refused : [$changes, $refused];
                        }
                    }

                    return [$changes, null];
                },
            );

            foreach ($changes as $at => $change) {
                $added->addItem($this->announceAdded($additions[$at], $change));
            }

            $refusal = $refused ?? $refusal;
        }

        return $refusal === null ? $added : throw $refusal;
    }

    private function announceAdded(ItemAddition $addition, ItemChange $change): CartItem
    {
        $item = $addition->added($change);

        if ($change->first) {
            $this->dispatch(new CartCreated($this));
        }

        $this->dispatch(new ItemAdded($item, $this));

        return $item;
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
            $update = self::itemUpdate($data);
        } catch (TypeError|InvalidArgumentException $refusal) {
            // What is not there is not updated, whatever the data are.
            return $this->has($id) ? throw $refusal : null;
        }

        if (! StoredText::canHold($id)) {
            return null;
        }

        $change = $this->resident()->change(
            static fn (NativeCart $cart): ItemChange => $cart->update($id, $update),
        );

        if ($change->kind === Abi::CHANGE_NOTHING || $change->item === null) {
            return null;
        }

        $stored = CartItem::fromStored($change->item);

        if ($change->kind === Abi::CHANGE_ITEM_REMOVED) {
            $this->dispatch(new ItemRemoved($stored, $this));

            return $stored;
        }

        $item = CartItem::fromChecked(
            $stored->id,
            $stored->name,
            // A price that was given is handed back as it was given; one that was read is a float.
            $update->price === null ? $stored->price : $change->price,
            $stored->quantity,
            is_array($data['attributes'] ?? null) ? $data['attributes'] : $stored->attributes->all(),
            $stored->conditions,
            $stored->associatedModel,
        );
        $this->dispatch(new ItemUpdated($item, $this));

        return $item;
    }

    /**
     * Takes an item out of the cart.
     *
     * @return CartItem|null the item as it was; null if it is not there
     */
    public function remove(string|int $id): ?CartItem
    {
        $id = (string) $id;
        $stored = StoredText::canHold($id)
            ? $this->resident()->change(static fn (NativeCart $cart): ?array => $cart->remove($id))
            : null;

        if ($stored === null) {
            return null;
        }

        $item = CartItem::fromStored($stored);
        $this->dispatch(new ItemRemoved($item, $this));

        return $item;
    }

    public function get(string|int $id): ?CartItem
    {
        $id = (string) $id;
        $stored = StoredText::canHold($id)
            ? $this->resident()->read(static fn (NativeCart $cart): ?array => $cart->item($id))
            : null;

        return $stored === null ? null : CartItem::fromStored($stored);
    }

    public function has(string|int $id): bool
    {
        return $this->get($id) !== null;
    }

    public function search(callable $callback): CartCollection
    {
        return $this->getItems()->filter($callback);
    }

    public function getItems(): CartCollection
    {
        $items = new CartCollection();

        foreach ($this->resident()->read(static fn (NativeCart $cart): array => $cart->items()) as $stored) {
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
        $instance = $this->instanceName;
        $currency = CartMoney::currency();

        return $this->resident()->read(
            static fn (NativeCart $cart): array => $cart->content($instance, $currency),
        );
    }

    /**
     * @return array<string, mixed>
     */
    public function getContent(): array
    {
        return $this->content();
    }

    /**
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return $this->content();
    }

    /**
     * @param array<string, mixed> $data
     */
    private static function itemUpdate(array $data): ItemUpdate
    {
        $update = Abi::QUANTITY_KEEP;
        $quantity = 0;

        if (isset($data['quantity'])) {
            $absolute = is_array($data['quantity']);
            $update = $absolute ? Abi::QUANTITY_TO : Abi::QUANTITY_BY;
            $quantity = self::wholeNumber($absolute ? $data['quantity']['value'] ?? 0 : $data['quantity'], ! $absolute);
        }

        $attributes = $data['attributes'] ?? null;
        $name = $data['name'] ?? null;
        $price = $data['price'] ?? null;
        self::expectType('name', $name === null || is_string($name), 'string', $name);
        self::expectType('price', $price === null || is_scalar($price) && ! is_bool($price), 'float|int|string', $price);
        self::expectType('attributes', $attributes === null || is_array($attributes), 'array', $attributes);

        return new ItemUpdate(
            $update,
            $quantity,
            $name,
            $price,
            $attributes === null ? null : StoredText::of($attributes, 'items') ?? '[]',
        );
    }

    private static function wholeNumber(mixed $quantity, bool $textToo): int
    {
        if ($textToo && is_string($quantity) && is_numeric($quantity) && is_int($quantity + 0)) {
            return (int) $quantity;
        }

        self::expectType('quantity', is_int($quantity), 'int', $quantity);

        return $quantity;
    }

    private static function expectType(string $key, bool $right, string $type, mixed $given): void
    {
        if (! $right) {
            throw new TypeError("Cart item {$key} must be of type {$type}, " . get_debug_type($given) . ' given');
        }
    }
}
