<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

use Cartwright\Native\NativeCart;
use Cartwright\Storage\StoredText;
use Closure;

/**
 * What is asked of a cart in the engine.
 *
 * @internal
 */
trait ReadsCart
{
    abstract public function read(Closure $look): mixed;

    public function item(string $id): ?array
    {
        return StoredText::canHold($id)
            ? $this->read(static fn (NativeCart $cart): ?array => $cart->item($id))
            : null;
    }

    public function items(): array
    {
        return $this->read(static fn (NativeCart $cart): array => $cart->items());
    }

    public function conditions(): array
    {
        return $this->read(static fn (NativeCart $cart): array => $cart->conditions());
    }

    public function metadata(string $key): mixed
    {
        return StoredText::canHold($key)
            ? $this->read(static fn (NativeCart $cart): mixed => $cart->metadata($key))
            : null;
    }

    public function content(string $instance, string $currency): array
    {
        return $this->read(static fn (NativeCart $cart): array => $cart->content($instance, $currency));
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
