<?php

declare(strict_types=1);

namespace Cartwright\Merge;

use MasyukAI\Cart\Models\CartItem;

/**
 * An item that is in both carts.
 */
final readonly class MergeConflict
{
    /**
     * @param CartItem $target the item in the cart that takes the other one in
     * @param CartItem $source the item in the cart that is taken in
     * @param int|null $quantity what comes out; null if it was decided to take the item out
     * @param bool $limited whether more would have come out than the shop allows
     */
    public function __construct(
        public string $id,
        public CartItem $target,
        public CartItem $source,
        public ?int $quantity,
        public bool $limited,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $conflict as the engine tells it
     */
    public static function of(array $conflict): self
    {
        return new self(
            (string) $conflict['line'],
            CartItem::fromStored($conflict['target']),
            CartItem::fromStored($conflict['source']),
            $conflict['quantity'],
            $conflict['limited'],
        );
    }

    /**
     * The same as an array, for logs.
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return [
            'id' => $this->id,
            'target' => $this->target->toArray(),
            'source' => $this->source->toArray(),
            'quantity' => $this->quantity,
            'limited' => $this->limited,
        ];
    }
}
