<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Collections;

use Cartwright\Native\Library;
use Illuminate\Support\Collection;
use MasyukAI\Cart\Collections\Traits\FiltersItems;
use MasyukAI\Cart\Models\CartItem;

/**
 * Items, keyed by their id, in the order in which they were added.
 *
 * @extends Collection<array-key, CartItem>
 */
class CartCollection extends Collection
{
    use FiltersItems;

    /**
     * Puts an item into this collection, not into a cart.
     */
    public function addItem(CartItem $item): static
    {
        $this->items[$item->id] = $item;

        return $this;
    }

    /**
     * Takes an item out of this collection, not out of a cart.
     */
    public function removeItem(string $id): static
    {
        unset($this->items[$id]);

        return $this;
    }

    /**
     * The item with this id.
     */
    public function getItem(string $id): ?CartItem
    {
        return $this->items[$id] ?? null;
    }

    /**
     * Whether the item is in this collection.
     */
    public function hasItem(string $id): bool
    {
        return isset($this->items[$id]);
    }

    /**
     * The sum of the quantities.
     */
    public function getTotalQuantity(): int
    {
        return (int) $this->sum(static fn (CartItem $item): int => $item->quantity);
    }

    /**
     * The items with their own conditions, not rounded.
     */
    public function subtotal(): mixed
    {
        return $this->sumOf(static fn (CartItem $item): int|float => $item->getRawSubtotal());
    }

    /**
     * The same as subtotal(): a collection of items knows nothing of a cart's conditions.
     */
    public function total(): mixed
    {
        return $this->subtotal();
    }

    /**
     * The sum of price × quantity.
     */
    public function subtotalWithoutConditions(): mixed
    {
        return $this->sumOf(static fn (CartItem $item): int|float => $item->getRawSubtotalWithoutConditions());
    }

    /**
     * The same as subtotalWithoutConditions().
     */
    public function totalWithoutConditions(): mixed
    {
        return $this->subtotalWithoutConditions();
    }

    /**
     * What the items' conditions take off: the sum of the items' discounts, each rounded to the currency.
     */
    public function getTotalDiscount(): float
    {
        return $this->sumOf(static fn (CartItem $item): int|float => $item->getDiscountAmount()->getAmount());
    }

    /**
     * Plain numbers, in spite of the name.
     *
     * @return array<string, mixed>
     */
    public function toFormattedArray(): array
    {
        return [
            'items' => $this->toArray(),
            'total_quantity' => $this->getTotalQuantity(),
            'subtotal' => $this->subtotal(),
            'total' => $this->total(),
            'total_without_conditions' => $this->totalWithoutConditions(),
            'count' => $this->count(),
            'is_empty' => $this->isEmpty(),
        ];
    }

    /**
     * By the price without conditions; `desc` puts the highest first.
     *
     * @param string $direction `desc`; anything else sorts up
     */
    public function sortByPrice(string $direction = 'asc'): static
    {
        $price = static fn (CartItem $item): int|float => $item->price;

        return $this->sortBy($price, SORT_REGULAR, $direction === 'desc');
    }

    /**
     * By quantity; `desc` puts the highest first.
     *
     * @param string $direction `desc`; anything else sorts up
     */
    public function sortByQuantity(string $direction = 'asc'): static
    {
        $quantity = static fn (CartItem $item): int => $item->quantity;

        return $this->sortBy($quantity, SORT_REGULAR, $direction === 'desc');
    }

    /**
     * Byte by byte, so upper case comes first.
     *
     * @param string $direction `desc`; anything else sorts up
     */
    public function sortByName(string $direction = 'asc'): static
    {
        $name = static fn (CartItem $item): string => $item->name;

        return $this->sortBy($name, SORT_STRING, $direction === 'desc');
    }

    /**
     * The first item of each value of a property.
     */
    public function uniqueBy(string $property): static
    {
        return $this->unique($property);
    }

    /**
     * Collections of items, by the value of a property.
     *
     * @return Collection<array-key, static>
     */
    public function groupByProperty(string $property): Collection
    {
        return $this->groupBy(static fn (CartItem $item): mixed => self::groupKey(data_get($item, $property)));
    }

    /**
     * Collections of items, by the value of an attribute.
     *
     * @return Collection<array-key, static>
     */
    public function groupByAttribute(string $attribute): Collection
    {
        return $this->groupBy(static fn (CartItem $item): mixed => self::groupKey($item->getAttribute($attribute)));
    }

    /**
     * Whether any item has a condition of its own.
     */
    public function hasItemsWithConditions(): bool
    {
        return $this->contains(static fn (CartItem $item): bool => $item->hasConditions());
    }

    /**
     * Counts, prices from the lowest to the highest, and sums.
     *
     * @return array<string, int|float|null>
     */
    public function getStatistics(): array
    {
        return [
            'total_items' => $this->count(),
            'total_quantity' => $this->getTotalQuantity(),
            'average_price' => $this->averagePrice(),
            'highest_price' => $this->max(static fn (CartItem $item): int|float => $item->price),
            'lowest_price' => $this->min(static fn (CartItem $item): int|float => $item->price),
            'total_value' => $this->subtotal(),
            'total_with_conditions' => $this->total(),
            'items_with_conditions' => $this->filter(
                static fn (CartItem $item): bool => $item->hasConditions(),
            )->count(),
        ];
    }

    /**
     * @param callable(CartItem): (int|float) $amount
     */
    private function sumOf(callable $amount): float
    {
        return Library::instance()->sum(array_values(array_map($amount, $this->items)));
    }

    /**
     * The mean of the prices, whatever the quantities.
     */
    private function averagePrice(): int|float|null
    {
        if ($this->items === []) {
            return null;
        }

        $sum = $this->sumOf(static fn (CartItem $item): int|float => $item->price);

        return Library::instance()->divide($sum, $this->count());
    }

    /**
     * What an array key can be: a float would lose its decimals, a null is no key.
     */
    private static function groupKey(mixed $value): mixed
    {
        return $value === null || is_float($value) ? (string) $value : $value;
    }
}
