<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * An item on its way into a cart, before the engine has checked it.
 *
 * @internal
 */
final readonly class NewItem
{
    public function __construct(
        public string $id,
        public string $name,
        public int|float|string|null $price,
        public int $quantity,
        public ?string $attributesJson,
        public ?string $conditionsJson,
        public ?string $modelJson,
        public ?string $unknownClass,
    ) {
    }
}
