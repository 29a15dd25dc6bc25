<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\InvalidReservationException;
use Stringable;

/**
 * How much there is of what. An item is a sku of the configured vendor and kind, or a line that says them.
 *
 * @internal
 */
trait ManagesStock
{
    /**
     * From now on this item is tracked, and so many are on the shelf, held ones included.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    public function setStock(string|int|Stringable|Line|array $item, int $onHand): StockLevel
    {
        return StockLevel::of($this->call('set_stock', $this->keyOf($item) + ['on_hand' => $onHand]));
    }

    /**
     * So many more came in, or fewer are there. Unlike to set it, to do it twice is not the same as once.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     *
     * @throws InvalidReservationException if it is not tracked, or fewer than none would be there
     */
    public function adjustStock(string|int|Stringable|Line|array $item, int $by): StockLevel
    {
        return StockLevel::of($this->call('adjust_stock', $this->keyOf($item) + ['by' => $by]));
    }

    /**
     * There is always enough of it.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    public function setUntracked(string|int|Stringable|Line|array $item): StockLevel
    {
        return $this->setPolicy($item, 'untracked');
    }

    /**
     * One holder at a time, whatever the quantity.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    public function setExclusive(string|int|Stringable|Line|array $item): StockLevel
    {
        return $this->setPolicy($item, 'exclusive');
    }

    /**
     * Nobody says any more how it is counted, so it is not to be had.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    public function forgetStock(string|int|Stringable|Line|array $item): StockLevel
    {
        return $this->setPolicy($item, 'unknown');
    }

    /**
     * How much there is of an item, and how much of it is to be had.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    public function stock(string|int|Stringable|Line|array $item): StockLevel
    {
        return StockLevel::of($this->call('level', $this->keyOf($item)));
    }

    /**
     * Keys with a count, a holder or a past, such as `shop/item/lamp`.
     *
     * @return list<string>
     */
    public function keys(?string $after = null, int $limit = 1000): array
    {
        return $this->call('keys', ['after' => $after, 'limit' => $limit]);
    }

    /**
     * The key of an item.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     *
     * @return array{vendor: string, kind: string, sku: string}
     */
    protected function keyOf(string|int|Stringable|Line|array $item): array
    {
        $line = is_array($item) || $item instanceof Line ? Line::of($item) : new Line($item);

        return $line->key($this->vendor, $this->kind);
    }

    /**
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    private function setPolicy(string|int|Stringable|Line|array $item, string $policy): StockLevel
    {
        return StockLevel::of($this->call('set_policy', $this->keyOf($item) + ['policy' => $policy]));
    }
}
