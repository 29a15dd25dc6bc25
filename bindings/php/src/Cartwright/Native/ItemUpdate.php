<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * What an update changes of an item; null stays.
 *
 * @internal
 */
final readonly class ItemUpdate
{
    /**
     * @param int $quantityUpdate one of Abi::QUANTITY_*
     */
    public function __construct(
        public int $quantityUpdate,
        public int $quantity,
        public ?string $name,
        public int|float|string|null $price,
        public ?string $attributesJson,
    ) {
    }
}
