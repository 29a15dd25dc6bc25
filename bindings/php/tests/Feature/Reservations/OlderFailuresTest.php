<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\ReservationExpiredException;
use Cartwright\Exceptions\WrongReservationTokenException;
use Cartwright\Native\NativeReservations;
use Cartwright\Tests\Support\ReservationTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Stringable;

/**
 * Where an older system of this kind failed in real use. None of it comes back.
 */
final class OlderFailuresTest extends ReservationTestCase
{
    /**
     * The release after payment compared a text with an object's id, and never freed anything.
     */
    #[Test]
    #[DataProvider('idsOfOneUser')]
    public function anIdIsTheSameAsNumberAsTextAndAsObject(string|int|Stringable $at, string|int|Stringable $later): void
    {
        $this->assertTrue($this->locks->acquireLock($at, $at));
        $this->assertTrue($this->locks->releaseLock($later, $later));
        $this->assertFalse($this->locks->isLocked($at));

        $granted = $this->locks->reserveItemsInCart([['itemId' => $at, 'kind' => 'item', 'quantity' => 1]], $at, $at);
        $this->assertTrue($granted['success']);
        $released = $this->locks->releaseOrderLocks([['itemId' => $later, 'kind' => 'item', 'quantity' => 1]], $later);
        $this->assertEquals(['released' => ['77'], 'failed' => []], $released);
    }

    public static function idsOfOneUser(): array
    {
        $object = new class () implements Stringable {
            public function __toString(): string
            {
                return '77';
            }
        };

        return ['number, text' => [77, '77'], 'text, object' => ['77', $object], 'object, number' => [$object, 77]];
    }

    /**
     * A lock was per item and blind to quantity, so one buyer blocked 500 units for everyone.
     */
    #[Test]
    public function oneBuyerOfOneUnitLeaves499ToTheOthers(): void
    {
        $this->reservations->setStock(['vendor' => 'mill', 'sku' => 'lamp'], 500);
        $item = static fn (int $quantity): array => [['itemId' => 'lamp', 'kind' => 'item', 'quantity' => $quantity]];

        $this->assertTrue($this->locks->reserveItemsInCart($item(1), 'ada', 'mill')['success']);
        $this->assertTrue($this->locks->reserveItemsInCart($item(499), 'ben', 'mill')['success']);
        $this->assertFalse($this->locks->reserveItemsInCart($item(1), 'cy', 'mill')['success']);
    }

    /**
     * The lease was shorter than the order's life, so paid orders oversold.
     */
    #[Test]
    public function aLeaseIsNeverShorterThanTheTimeToPay(): void
    {
        try {
            NativeReservations::open(['store' => 'memory', 'payment_window_ms' => 1_800_000, 'lease_ms' => 300_000]);
            $this->fail('It was opened');
        } catch (InvalidReservationException $refusal) {
            $this->assertSame('invalid_settings', $refusal->detail()['reason']);
        }

        $this->reservations->setStock('lamp', 1);
        $ada = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);
        $this->travelSeconds(1799);
        $this->reservations->commit($ada);
        $this->assertSame(0, $this->reservations->stock('lamp')->available);
    }

    /**
     * The same item on two lines of one cart refused itself.
     */
    #[Test]
    public function oneItemOnTwoLinesOfACartIsOneLine(): void
    {
        $this->reservations->setStock(['vendor' => 'mill', 'sku' => 'lamp'], 3);
        $twice = [['itemId' => 'lamp', 'kind' => 'item', 'quantity' => 1], ['itemId' => 'lamp', 'kind' => 'item', 'quantity' => 2]];

        $this->assertTrue($this->locks->reserveItemsInCart($twice, 'ada', 'mill')['success']);
        $this->assertSame(3, $this->reservations->stock(['vendor' => 'mill', 'sku' => 'lamp'])->held);
        $vases = [['itemId' => 'vase', 'quantity' => 1], ['itemId' => 'vase', 'quantity' => 1]];
        $this->assertTrue($this->locks->reserveItemsInCart($vases, 'ada', 'mill')['success'], 'exclusive ones, too');
    }

    /**
     * An old order could release a newer order's lock, because the owner was the user.
     */
    #[Test]
    public function anOldOrderReleasesNothingOfANewerOneOfTheSameUser(): void
    {
        $this->reservations->setStock('lamp', 1);
        $old = $this->reservations->reserve('old', 'ada', [['sku' => 'lamp']], seconds: 60);
        $this->travelSeconds(60);
        $new = $this->reservations->reserve('new', 'ada', [['sku' => 'lamp']]);

        foreach ([['old', $old->token, ReservationExpiredException::class], ['new', $old->token, WrongReservationTokenException::class]] as [$order, $token, $class]) {
            try {
                $this->reservations->release($order, $token);
                $this->fail('An old order released a newer one');
            } catch (\Throwable $refusal) {
                $this->assertSame($class, $refusal::class, $refusal->getMessage());
            }
        }

        $this->assertTrue($this->reservations->check($new)->isHeld());
    }

    #[Test]
    public function anOldCartReleasesNothingOfANewerOneOfTheSameUser(): void
    {
        $items = [['itemId' => 'lamp', 'kind' => 'item', 'quantity' => 1]];
        $old = $this->locks->reserveItemsInCart($items, 'ada', 'mill', 60_000);
        $this->travelSeconds(60);
        $this->assertTrue($this->locks->reserveItemsInCart($items, 'ada', 'mill')['success']);

        $this->assertEquals(
            ['released' => [], 'failed' => ['lamp']],
            $this->locks->releaseOrderLocks($old['reservations'], 'ada'),
        );
        $this->assertFalse($this->locks->reserveItemsInCart($items, 'ben', 'mill')['success']);
    }

    /**
     * A lifetime that was no number, or negative, granted the lock to everybody.
     */
    #[Test]
    #[DataProvider('lifetimesThatAreNone')]
    public function aLifetimeThatIsNoneGrantsNothing(int|float $milliseconds): void
    {
        $calls = [
            fn () => $this->locks->acquireLock('lamp', 'ada', $milliseconds),
            fn () => $this->locks->reserveItemsInCart([['itemId' => 'lamp']], 'ada', 'mill', $milliseconds),
            fn () => $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']], $milliseconds / 1000),
        ];
        $this->reservations->setStock('lamp', 1);

        foreach ($calls as $number => $call) {
            try {
                $call();
                $this->fail("Call {$number} was granted for {$milliseconds}");
            } catch (InvalidReservationException $refusal) {
                $this->assertSame('invalid_lifetime', $refusal->detail()['reason']);
            }
        }

        $this->assertSame(0, $this->reservations->stats()['lines']);
        $this->assertTrue($this->locks->acquireLock('lamp', 'ben'));
    }

    public static function lifetimesThatAreNone(): array
    {
        return [
            'not a number' => [NAN],
            'without end' => [INF],
            'without beginning' => [-INF],
            'none' => [0],
            'negative' => [-300_000],
            'beyond a day' => [86_400_001],
            'beyond all time' => [PHP_INT_MAX],
            'a huge float' => [1e300],
        ];
    }

    /**
     * A replayed payment callback charged stock twice.
     */
    #[Test]
    public function aReplayedPaymentChargesStockOnce(): void
    {
        $this->reservations->setStock('lamp', 10);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp', 'quantity' => 4]]);

        foreach (range(1, 5) as $ignored) {
            $this->reservations->commit($held);
        }

        $stock = $this->reservations->stock('lamp');
        $this->assertSame([4, 6, 6], [$stock->sold, $stock->onHand, $stock->available]);
    }
}
