<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Illuminate\Support\Carbon;

/**
 * A value as it lies in a store: in a wrapping, so that null can be kept too, and with its soft end, of which stores know
 * nothing.
 *
 * @internal
 */
final readonly class KeptValue
{
    private function __construct(public mixed $value, private int $freshUntil)
    {
    }

    public static function of(mixed $value, Lifetimes $lifetimes): self
    {
        return new self($value, self::now() + $lifetimes->soft * 1000);
    }

    /**
     * What a store has answered; null unless it is something that was kept here.
     */
    public static function read(mixed $stored): ?self
    {
        return is_array($stored) && array_key_exists('value', $stored) && is_int($stored['fresh_until'] ?? null)
            ? new self($stored['value'], $stored['fresh_until'])
            : null;
    }

    public function isFresh(): bool
    {
        return self::now() < $this->freshUntil;
    }

    /**
     * @return array{value: mixed, fresh_until: int}
     */
    public function toStore(): array
    {
        return ['value' => $this->value, 'fresh_until' => $this->freshUntil];
    }

    private static function now(): int
    {
        return (int) Carbon::now()->getPreciseTimestamp(3);
    }
}
