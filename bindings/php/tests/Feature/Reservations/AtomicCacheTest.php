<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Reservations\AtomicCache;
use Cartwright\Tests\Support\ReservationTestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * The names, defaults and shapes of the older lock table.
 */
final class AtomicCacheTest extends ReservationTestCase
{
    #[Test]
    public function aLockIsItsHoldersForFiveMinutesUnlessHeSaysOtherwise(): void
    {
        $this->assertTrue($this->locks->acquireLock('lamp', 'ada'));
        $this->assertFalse($this->locks->acquireLock('lamp', 'ben'));
        $this->travelSeconds(299.999);
        $this->assertTrue($this->locks->isLocked('lamp'));
        $this->travelSeconds(0.001);
        $this->assertFalse($this->locks->isLocked('lamp'));
        $this->assertTrue($this->locks->acquireLock('lamp', 'ben', 1000));
    }

    #[Test]
    public function onlyTheHolderReleases(): void
    {
        $this->locks->acquireLock('lamp', 'ada');

        $this->assertFalse($this->locks->releaseLock('lamp', 'ben'));
        $this->assertTrue($this->locks->releaseLock('lamp', 'ada'));
        $this->assertFalse($this->locks->releaseLock('lamp', 'ada'));
    }

    #[Test]
    public function theInfoOfALockSaysWhoAndUntilWhen(): void
    {
        $this->assertNull($this->locks->getLockInfo('lamp'));
        $this->locks->acquireLock('lamp', 'ada', 10_000);
        $this->travelSeconds(4);
        $info = $this->locks->getLockInfo('lamp');

        $this->assertEqualsCanonicalizing(['userId', 'acquiredAt', 'expiresAt', 'remainingTime'], array_keys($info));
        $this->assertSame(['ada', 6_000, 10_000], [$info['userId'], $info['remainingTime'], $info['expiresAt'] - $info['acquiredAt']]);
    }

    #[Test]
    public function aCartIsReservedInTheOlderShapes(): void
    {
        $items = [['itemId' => 'lamp', 'kind' => 'item', 'quantity' => 1], ['itemId' => 'vase', 'kind' => 'gift', 'quantity' => 2]];
        $granted = $this->locks->reserveItemsInCart($items, 'ada', 'mill');

        $this->assertTrue($granted['success']);
        $this->assertSame('All items reserved successfully', $granted['message']);

        foreach ($granted['reservations'] as $number => $reservation) {
            $this->assertEquals($items[$number], array_diff_key($reservation, ['lockKey' => '']));
            $this->assertNotSame('', $reservation['lockKey']);
        }

        $this->assertEquals([
            'success' => false,
            'failedItems' => [['reason' => 'Item is currently being processed by another user'] + $items[1]],
            'message' => 'Some items are currently unavailable',
        ], $this->locks->reserveItemsInCart([['itemId' => 'chair', 'kind' => 'item', 'quantity' => 1], $items[1]], 'ben', 'mill'));
        $this->assertSame(['mill/item/chair'], array_values(array_diff(
            ['mill/item/chair'],
            $this->locks->getStats()['lockKeys'],
        )), 'nothing of a refused cart is held');
    }

    #[Test]
    public function whatIsReleasedAndWhatIsNotIsSaid(): void
    {
        $items = [['itemId' => 'lamp', 'kind' => 'item', 'quantity' => 1], ['itemId' => 'vase', 'kind' => 'item', 'quantity' => 1]];
        $this->locks->reserveItemsInCart($items, 'ada', 'mill');

        $this->assertEquals(
            ['released' => ['lamp'], 'failed' => ['chair']],
            $this->locks->releaseOrderLocks([$items[0], ['itemId' => 'chair', 'kind' => 'item', 'quantity' => 1]], 'ada'),
        );
        $this->assertSame(['mill/item/vase'], $this->locks->getStats()['lockKeys'], 'the rest of the cart stays held');
        $this->assertEquals(['released' => [], 'failed' => ['vase']], $this->locks->releaseOrderLocks([$items[1]], 'ben'));
    }

    #[Test]
    public function whatHasExpiredIsNeverCountedAsActive(): void
    {
        $this->locks->acquireLock('lamp', 'ada', 1_000);
        $this->locks->acquireLock('vase', 'ben', 9_000);
        $this->travelSeconds(1);
        [$stats, $details] = [$this->locks->getStats(), $this->locks->getDetailedStats()];

        $this->assertEqualsCanonicalizing(['activeLocks', 'lockKeys', 'timestamp'], array_keys($stats));
        $this->assertSame([1, 1], [$stats['activeLocks'], count($stats['lockKeys'])]);
        $this->assertSame([2, 1, 1], [$details['totalLocks'], $details['activeLocks'], $details['expiredLocks']]);
        $this->assertEqualsCanonicalizing(
            ['key', 'userId', 'acquiredAt', 'expiresAt', 'remainingTime', 'isExpired'],
            array_keys($details['activeLockDetails'][0]),
        );
        $this->assertSame([false, true], [$details['activeLockDetails'][0]['isExpired'], $details['expiredLockDetails'][0]['isExpired']]);
        $statistics = $this->locks->getLockStatistics();
        $this->assertSame(
            [1, 1, 1],
            [$statistics['pendingOrders'], $statistics['expiredOrders'], $statistics['activeLocks']],
        );
    }

    #[Test]
    public function clearingCountsAndForceSaysWhatItReleased(): void
    {
        $this->locks->acquireLock('lamp', 'ada');
        $this->locks->acquireLock('vase', 'ben');
        $this->assertSame(2, $this->locks->clearAllLocks());
        $this->assertSame(0, $this->locks->clearAllLocks());

        $this->reservations->setStock('lamp', 2);
        $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);
        $this->assertEquals(
            ['orderId' => 'order-1', 'released' => ['lamp'], 'failed' => [], 'message' => 'Locks released'],
            $this->locks->forceReleaseOrderLocks('order-1', 'the buyer called'),
        );
        $this->assertSame('Lock not found', $this->locks->forceReleaseOrderLocks('order-9')['message']);
    }

    #[Test]
    public function cleaningUpSaysHowMuch(): void
    {
        $cleaned = $this->locks->cleanupExpiredOrders();

        $this->assertEqualsCanonicalizing(['cleaned', 'locksReleased', 'failedCleanups', 'message'], array_keys($cleaned));
    }

    #[Test]
    public function theApplicationHasOneOverItsReservations(): void
    {
        $this->app->make(AtomicCache::class)->acquireLock('lamp', 'ada');

        $this->assertTrue($this->locks->isLocked('lamp'));
    }
}
