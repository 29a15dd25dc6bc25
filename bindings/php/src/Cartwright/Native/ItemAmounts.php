<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * What an item costs.
 *
 * @internal
 */
final readonly class ItemAmounts
{
    public function __construct(
        public int|float $price,
        public int|float $subtotal,
        public int|float $subtotalWithoutConditions,
        public int|float $discount,
    ) {
    }
}
