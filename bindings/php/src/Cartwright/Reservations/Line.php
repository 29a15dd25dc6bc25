<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\InvalidReservationException;
use Stringable;

/**
 * One line of what is to be reserved: so many of a key. A key is a vendor, a kind and a sku, all of it significant; a coupon
 * is reserved as a lamp is, under another kind.
 */
final readonly class Line
{
    public string $sku;

    /**
     * @param int|null $onHand a count of the application's own, if the engine does not track this key
     * @param int|null $sold StockLevel::$sold as it was before that count was read
     * @param string $rule `store`, `exclusive` or `tracked_or_exclusive`
     */
    public function __construct(
        string|int|Stringable $sku,
        public int $quantity = 1,
        public ?string $kind = null,
        public ?string $vendor = null,
        public ?int $onHand = null,
        public ?int $sold = null,
        public string $rule = 'store',
    ) {
        $this->sku = (string) $sku;
    }

    /**
     * What an array says: `sku` (or `itemId`, or `id`), and what else the constructor takes.
     *
     * @param array<string, mixed> $line
     */
    public static function of(self|array $line): self
    {
        if ($line instanceof self) {
            return $line;
        }

        $sku = $line['sku'] ?? $line['itemId'] ?? $line['id'] ?? null;
        $quantity = $line['quantity'] ?? 1;

        if (! is_string($sku) && ! is_int($sku) && ! $sku instanceof Stringable) {
            throw new InvalidReservationException('A line has no sku; give a text or a whole number', [
                'reason' => 'invalid_key',
            ]);
        }

        if (! is_int($quantity)) {
            throw new InvalidReservationException("The quantity of {$sku} is no whole number", [
                'reason' => 'invalid_quantity',
            ]);
        }

        return new self(
            $sku,
            $quantity,
            self::part($line, 'kind'),
            self::part($line, 'vendor'),
            self::count($line, 'on_hand'),
            self::count($line, 'sold'),
            self::part($line, 'rule') ?? 'store',
        );
    }

    /**
     * @param array<string, mixed> $line
     */
    private static function part(array $line, string $name): ?string
    {
        $part = $line[$name] ?? null;

        return match (true) {
            $part === null => null,
            is_string($part), is_int($part), $part instanceof Stringable => (string) $part,
            default => throw new InvalidReservationException("The {$name} of a line is no text", [
                'reason' => 'invalid_lines',
            ]),
        };
    }

    /**
     * @param array<string, mixed> $line
     */
    private static function count(array $line, string $name): ?int
    {
        $count = $line[$name] ?? null;

        return $count === null || is_int($count)
            ? $count
            : throw new InvalidReservationException("The {$name} of a line is no whole number", [
                'reason' => 'invalid_stock',
            ]);
    }

    /**
     * The line as the engine reads it.
     *
     * @return array<string, mixed>
     */
    public function toCall(string $vendor, string $kind): array
    {
        if ($this->quantity < 1) {
            // The engine knows only what is counted, and would not see the sign.
            throw new InvalidReservationException("{$this->quantity} of {$this->sku} is no quantity; hold 1 or more", [
                'reason' => 'invalid_quantity',
            ]);
        }

        return $this->key($vendor, $kind) + ['quantity' => $this->quantity] + ($this->onHand === null
            ? ['rule' => $this->rule]
            : ['on_hand' => $this->onHand, 'sold' => $this->sold]);
    }

    /**
     * Its key, with this vendor and this kind where it says none.
     *
     * @return array{vendor: string, kind: string, sku: string}
     */
    public function key(string $vendor, string $kind): array
    {
        return ['vendor' => $this->vendor ?? $vendor, 'kind' => $this->kind ?? $kind, 'sku' => $this->sku];
    }
}
