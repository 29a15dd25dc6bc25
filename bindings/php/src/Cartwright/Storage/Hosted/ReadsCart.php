<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Native\Abi;
use Cartwright\Native\NativeCart;
use Closure;

/**
 * What is asked of a cart whose values are PHP's: the values come from PHP's arrays, what is computed from the engine.
 *
 * @internal
 */
trait ReadsCart
{
    abstract private function read(Closure $look): mixed;

    abstract private function mayBeSeen(): bool;

    public function item(string $id): ?array
    {
        return $this->read(fn (): ?array => $this->items->one($id));
    }

    public function items(): array
    {
        return $this->read(fn (): array => $this->items->shown());
    }

    public function conditions(): array
    {
        // They are PHP's own: nothing is computed.
        return $this->mayBeSeen()
            ? $this->read(fn (): array => $this->conditions)
            : ConditionArrays::byName($this->storage->getConditions($this->identifier, $this->instance));
    }

    public function metadata(string $key): mixed
    {
        return $this->storage->getMetadata($this->identifier, $this->instance, $key);
    }

    public function content(string $instance, string $currency): array
    {
        return $this->read(fn (NativeCart $cart): array => [
            'instance' => $instance,
            'items' => $this->items->shown(),
            'conditions' => $this->conditions,
            'subtotal' => (float) $cart->sum(Abi::SUM_SUBTOTAL, $currency),
            'total' => (float) $cart->sum(Abi::SUM_TOTAL, $currency),
            'quantity' => $cart->quantity(),
            'count' => $cart->itemCount(),
            'is_empty' => $this->items->kept === [],
        ]);
    }

    public function sum(int $sum, string $currency): int|float
    {
        return $this->read(static fn (NativeCart $cart): int|float => $cart->sum($sum, $currency));
    }

    public function itemCount(): int
    {
        return $this->read(static fn (NativeCart $cart): int => $cart->itemCount());
    }

    public function quantity(): int
    {
        return $this->read(static fn (NativeCart $cart): int => $cart->quantity());
    }
}
