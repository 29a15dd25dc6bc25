<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * What a call did to an item.
 *
 * @internal
 */
final readonly class ItemChange
{
    /**
     * @param int $kind one of Abi::CHANGE_*
     * @param bool $first whether the cart had no items before
     * @param array<string, mixed>|null $item the item in stored form, where the call hands it out
     */
    public function __construct(
        public int $kind,
        public bool $first,
        public int $quantity,
        public int|float $price,
        public ?array $item,
    ) {
    }

    /**
     * The same, from who knows whether the cart was empty before.
     */
    public function asFirst(bool $first): self
    {
        return $this->first === $first
            ? $this
            : new self($this->kind, $first, $this->quantity, $this->price, $this->item);
    }
}
