<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\ReservationException;

/**
 * What the older lock table answers whoever reserves a cart, in its words.
 *
 * @internal
 */
final class CartAnswer
{
    public const BUSY = 'Item is currently being processed by another user';

    private const TOO_MANY = 'Too many items are held; pay for some or release them first';

    /**
     * @param list<Line> $lines
     *
     * @return array{success: true, reservations: list<array<string, mixed>>, message: string}
     */
    public static function reserved(array $lines, string $order): array
    {
        return [
            'success' => true,
            'reservations' => array_map(
                static fn (Line $line): array => self::item($line) + ['lockKey' => self::key($line) . "#{$order}"],
                $lines,
            ),
            'message' => 'All items reserved successfully',
        ];
    }

    /**
     * @param list<Line> $lines
     *
     * @return array{success: false, failedItems: list<array<string, mixed>>, message: string}
     */
    public static function refused(array $lines, ReservationException $refusal): array
    {
        $reason = self::TOO_MANY;

        if ($refusal instanceof InsufficientStockException) {
            $reason = self::BUSY;
            $short = array_column($refusal->shortages(), 'key');
            $lines = array_filter($lines, static fn (Line $line): bool => in_array(self::key($line), $short, true));
        }

        return [
            'success' => false,
            'failedItems' => array_map(
                static fn (Line $line): array => self::item($line) + ['reason' => $reason],
                array_values($lines),
            ),
            'message' => 'Some items are currently unavailable',
        ];
    }

    /**
     * @return array{itemId: string, kind: string, quantity: int}
     */
    private static function item(Line $line): array
    {
        return ['itemId' => $line->sku, 'kind' => (string) $line->kind, 'quantity' => $line->quantity];
    }

    private static function key(Line $line): string
    {
        return StockKey::text((string) $line->vendor, (string) $line->kind, $line->sku);
    }
}
