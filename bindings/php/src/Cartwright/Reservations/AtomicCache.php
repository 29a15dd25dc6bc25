<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\ReservationException;
use Cartwright\Exceptions\UnknownReservationException;
use Cartwright\Reservations\Events\ReservationReleased;
use Stringable;

/**
 * The lock table of an older system over the real engine: its method names, defaults and shapes. Its times are milliseconds. What
 * it holds are reservations like any other, whose events are told.
 *
 * An id is the same as a number, as text, or as an object that has a text.
 */
final readonly class AtomicCache
{
    /** For how long is locked what does not say for how long. */
    public const TTL_MS = 300_000;

    /** By which the engine knows its own again in a "lockKey": these, and 16 hexadecimal digits. */
    private const LOCK = 'lock-';
    private const CART = 'cart-';

    public function __construct(private ReservationManager $reservations)
    {
    }

    /**
     * Whether the lock is his now. Who holds it already is refused as anybody is.
     */
    public function acquireLock(
        string|int|Stringable $itemId,
        string|int|Stringable $userId,
        int|float $ttlMs = self::TTL_MS,
    ): bool {
        $line = $this->lineOf($itemId);

        try {
            $this->hold(self::LOCK, $userId, [$line], $ttlMs);

            return true;
        } catch (ReservationException) {
            return false;
        }
    }

    /**
     * True only for the holder.
     */
    public function releaseLock(string|int|Stringable $itemId, string|int|Stringable $userId): bool
    {
        $order = $this->reservations->holder($this->lineOf($itemId))?->order;
        $arguments = ['itemId' => (string) $itemId, 'userId' => (string) $userId];
        $released = $this->reservations->call('releaseLock', $arguments);

        if ($released && $order !== null) {
            $this->reservations->tell(new ReservationReleased($order));
        }

        return $released;
    }

    /**
     * Whether somebody holds it.
     */
    public function isLocked(string|int|Stringable $itemId): bool
    {
        return $this->reservations->call('isLocked', ['itemId' => (string) $itemId]);
    }

    /**
     * Who holds it, since when and until when; null if nobody does.
     *
     * @return array{userId: string, acquiredAt: int, expiresAt: int, remainingTime: int}|null
     */
    public function getLockInfo(string|int|Stringable $itemId): ?array
    {
        return $this->reservations->call('getLockInfo', ['itemId' => (string) $itemId]);
    }

    /**
     * By quantity where stock is tracked, exclusively otherwise; all of it or nothing.
     *
     * @param list<array{itemId: string|int|Stringable, kind?: string, quantity?: int}> $items
     *
     * @return array<string, mixed> "success", "message", and "reservations" or "failedItems"
     */
    public function reserveItemsInCart(
        array $items,
        string|int|Stringable $userId,
        string|int|Stringable $vendorId,
        int|float $ttlMs = self::TTL_MS,
    ): array {
        $vendor = (string) $vendorId;
        $lines = array_map(static fn (array $item): Line => Line::of([
            'sku' => $item['itemId'] ?? null,
            'quantity' => $item['quantity'] ?? 1,
            'kind' => $item['kind'] ?? 'item',
            'vendor' => $vendor,
            'rule' => 'tracked_or_exclusive',
        ]), $items);

        try {
            return CartAnswer::reserved($lines, $this->hold(self::CART, $userId, $lines, $ttlMs)->order);
        } catch (ReservationException $refusal) {
            return CartAnswer::refused($lines, $refusal);
        }
    }

    /**
     * An item with its "lockKey" is released of that attempt, so that an old order frees nothing of a newer one; one without
     * of the oldest attempt that this user has.
     *
     * @param list<array{itemId: string|int|Stringable, kind?: string, quantity?: int, lockKey?: string}> $items
     *
     * @return array{released: list<string>, failed: list<string>}
     */
    public function releaseOrderLocks(array $items, string|int|Stringable $userId): array
    {
        $before = $this->heldBy($userId);
        $answer = $this->reservations->call('releaseOrderLocks', [
            'items' => self::items($items),
            'userId' => (string) $userId,
        ]);

        foreach (array_diff($before, $this->heldBy($userId)) as $order) {
            $known = $this->reservations->find($order);

            // Others end by time, by force or by a payment meanwhile, and that is told elsewhere.
            if ($known?->state === KnownReservation::RELEASED && ! $known->forced) {
                $this->reservations->tell(new ReservationReleased($order));
            }
        }

        return $answer;
    }

    /**
     * What is held; what has expired never counts.
     *
     * @return array{activeLocks: int, lockKeys: list<string>, timestamp: int}
     */
    public function getStats(): array
    {
        return $this->reservations->call('getStats');
    }

    /**
     * The same with a detail of each lock, and of those that have expired and are still known.
     *
     * @return array<string, mixed> "totalLocks", "activeLocks", "expiredLocks", "activeLockDetails", "expiredLockDetails",
     *     "timestamp"
     */
    public function getDetailedStats(): array
    {
        return $this->reservations->call('getDetailedStats');
    }

    /**
     * The call itself is the confirmation.
     */
    public function clearAllLocks(): int
    {
        return $this->reservations->clearAll(true, 'clearAllLocks');
    }

    /**
     * Collects what is over. Orders of the checkout are the business of `reservations:cleanup`.
     *
     * @return array{cleaned: int, locksReleased: int, failedCleanups: list<mixed>, message: string}
     */
    public function cleanupExpiredOrders(): array
    {
        return $this->reservations->call('cleanupExpiredOrders');
    }

    /**
     * Takes back what an order holds, in spite of whoever holds it.
     *
     * @return array{orderId: string, released: list<string>, failed: list<string>, message: string}
     */
    public function forceReleaseOrderLocks(
        string|int|Stringable $orderId,
        string $reason = 'forceReleaseOrderLocks',
    ): array {
        $items = array_column($this->reservations->find($orderId)?->lines ?? [], 'sku');
        $answer = static fn (array $released, array $failed, string $message): array => [
            'orderId' => (string) $orderId,
            'released' => $released,
            'failed' => $failed,
            'message' => $message,
        ];

        try {
            $this->reservations->forceRelease($orderId, $reason);

            return $answer($items, [], 'Locks released');
        } catch (UnknownReservationException) {
            return $answer([], $items, 'Lock not found');
        } catch (ReservationException) {
            return $answer([], $items, 'Failed to release locks');
        }
    }

    /**
     * How much is held, and how much has expired.
     *
     * @return array{pendingOrders: int, expiredOrders: int, activeLocks: int, timestamp: int}
     */
    public function getLockStatistics(): array
    {
        return $this->reservations->call('getLockStatistics');
    }

    /**
     * @param list<Line> $lines
     */
    private function hold(string $kind, string|int|Stringable $userId, array $lines, int|float $ttlMs): Reservation
    {
        return $this->reservations->hold(
            $kind . bin2hex(random_bytes(8)),
            (string) $userId,
            $lines,
            Milliseconds::checked($ttlMs, 'lifetime'),
        );
    }

    private function lineOf(string|int|Stringable $itemId): Line
    {
        $key = $this->reservations->call('lockKey', ['itemId' => (string) $itemId]);

        return new Line($key['sku'], 1, $key['kind'], $key['vendor'], rule: 'exclusive');
    }

    /**
     * @return list<string>
     */
    private function heldBy(string|int|Stringable $userId): array
    {
        $held = $this->reservations->all(KnownReservation::HELD, (string) $userId);

        return array_map(static fn (KnownReservation $known): string => $known->order, iterator_to_array($held, false));
    }

    /**
     * @param list<array<string, mixed>> $items
     *
     * @return list<array<string, mixed>>
     */
    private static function items(array $items): array
    {
        $text = static fn (mixed $value): mixed => $value instanceof Stringable ? (string) $value : $value;

        return array_map(static fn (array $item): array => array_map($text, $item), $items);
    }
}
