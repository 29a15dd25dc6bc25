<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Stringable;

/**
 * The lock table of an older system over the real engine: its method names, defaults and shapes. Its times are milliseconds.
 *
 * An id is the same as a number, as text, or as an object that has a text.
 */
final readonly class AtomicCache
{
    /** For how long is locked what does not say for how long. */
    public const TTL_MS = 300_000;

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
        return $this->reservations->call('acquireLock', [
            'itemId' => (string) $itemId,
            'userId' => (string) $userId,
            'ttlMs' => Milliseconds::checked($ttlMs, 'lifetime'),
        ]);
    }

    /**
     * True only for the holder.
     */
    public function releaseLock(string|int|Stringable $itemId, string|int|Stringable $userId): bool
    {
        return $this->reservations->call('releaseLock', ['itemId' => (string) $itemId, 'userId' => (string) $userId]);
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
        return $this->reservations->call('reserveItemsInCart', [
            'items' => self::items($items),
            'userId' => (string) $userId,
            'vendorId' => (string) $vendorId,
            'ttlMs' => Milliseconds::checked($ttlMs, 'lifetime'),
        ]);
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
        return $this->reservations->call('releaseOrderLocks', [
            'items' => self::items($items),
            'userId' => (string) $userId,
        ]);
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
        return $this->reservations->call('clearAllLocks');
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
        return $this->reservations->call('forceReleaseOrderLocks', ['orderId' => (string) $orderId, 'reason' => $reason]);
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
