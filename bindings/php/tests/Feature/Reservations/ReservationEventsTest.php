<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Exceptions\ReservationLimitException;
use Cartwright\Reservations\AtomicCache;
use Cartwright\Reservations\Events\ReservationForced;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Tests\Support\LaravelTestCase;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * What the application hears of its own reservations, and what its settings decide.
 */
final class ReservationEventsTest extends LaravelTestCase
{
    protected function settings(): array
    {
        return parent::settings() + ['reservations.store' => 'memory'];
    }

    #[Test]
    public function eachStepIsToldAfterItHasHappened(): void
    {
        $told = $this->listen();
        $reservations = $this->reservations();
        $reservations->setStock('lamp', 3);
        $held = $reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);
        $held = $reservations->amend($held, [['sku' => 'lamp', 'quantity' => 2]]);
        $reservations->amend($held, [['sku' => 'lamp', 'quantity' => 2]]);
        $reservations->renew($held);

        try {
            $reservations->reserve('order-2', 'ben', [['sku' => 'lamp', 'quantity' => 2]]);
        } catch (ReservationException) {
            // It is told as well.
        }

        $reservations->release($held);
        $reservations->commit($reservations->reserve('order-3', 'cy', [['sku' => 'lamp']]));
        $reservations->reserve('order-4', 'dee', [['sku' => 'lamp']]);
        $reservations->forceRelease('order-4', 'she called');

        $this->assertSame([
            'ReservationMade', 'ReservationMade', 'ReservationRefused', 'ReservationReleased', 'ReservationMade',
            'ReservationCommitted', 'ReservationMade', 'ReservationForced',
        ], self::names($told));
        $this->assertInstanceOf(ReservationMade::class, $told[1]);
        $this->assertSame([2, 'ada'], [$told[1]->lines[0]->quantity, $told[1]->reservation->owner]);
        $this->assertInstanceOf(ReservationForced::class, $told[7]);
        $this->assertSame('she called', $told[7]->reason);
    }

    #[Test]
    public function whatARefusedStepDidNotDoIsNotTold(): void
    {
        $told = $this->listen();
        $reservations = $this->reservations();
        $reservations->setStock('lamp', 3);
        $held = $reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        foreach (['release', 'commit'] as $step) {
            try {
                $reservations->{$step}('order-1', str_repeat('0', 32));
                $this->fail("{$step} was done with another's token");
            } catch (ReservationException) {
                $this->assertCount(1, $told);
            }
        }

        $this->assertTrue($reservations->check($held)->isHeld());
    }

    #[Test]
    public function whatHappensInATransactionIsToldWhenItIsCommitted(): void
    {
        $told = $this->listen();
        $this->reservations()->setStock('lamp', 3);
        $this->app->make('db')->transaction(function () use ($told): void {
            $this->reservations()->release($this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp']]));
            $this->assertCount(0, $told);
        });

        $this->assertSame(['ReservationMade', 'ReservationReleased'], self::names($told));
    }

    #[Test]
    public function whatHappensInATransactionThatIsRolledBackIsNotToldAndStaysHeld(): void
    {
        $told = $this->listen();
        $this->reservations()->setStock('lamp', 3);
        $this->app->make('db')->beginTransaction();
        $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp']]);
        $this->app->make('db')->rollBack();

        $this->assertCount(0, $told);
        $this->assertSame(1, $this->reservations()->stock('lamp')->held, 'the store is not the database');
    }

    #[Test]
    public function aListenerThatThrowsLeavesNoHoldWhoseTokenNobodyKnows(): void
    {
        $this->reservations()->setStock('lamp', 3);
        $told = $this->listen();
        $this->app->make('events')->listen(ReservationMade::class, static fn () => throw new RuntimeException('the post is closed'));

        try {
            $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp']]);
            $this->fail('The listener was not heard');
        } catch (RuntimeException $failure) {
            $this->assertSame('the post is closed', $failure->getMessage());
        }

        $this->assertSame(0, $this->reservations()->stock('lamp')->held);
        $this->assertSame(['ReservationReleased'], self::names($told));
    }

    #[Test]
    public function whoeverIsClearedIsToldOfByName(): void
    {
        $told = $this->listen();
        $this->reservations()->setStock('lamp', 3);
        $this->reservations()->commit($this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp']]));
        $this->reservations()->reserve('order-2', 'ben', [['sku' => 'lamp']]);
        $this->reservations()->reserve('order-3', 'cy', [['sku' => 'lamp']]);
        $told->exchangeArray([]);

        $this->assertSame(2, $this->reservations()->clearAll(true, 'closing'));
        $forced = array_map(static fn (ReservationForced $event): array => [$event->order, $event->reason], $told->getArrayCopy());
        sort($forced);
        $this->assertSame([['order-2', 'closing'], ['order-3', 'closing']], $forced);
    }

    #[Test]
    public function theOlderLockTableTellsWhatItDoesAsWell(): void
    {
        $told = $this->listen();
        $this->reservations()->setStock('lamp', 3);
        $locks = $this->app->make(AtomicCache::class);
        $items = [['itemId' => 'lamp', 'quantity' => 1], ['itemId' => 'vase', 'quantity' => 1]];
        $expected = [];
        $expect = function (string ...$events) use (&$expected, $told): void {
            $this->assertSame($expected = [...$expected, ...$events], self::names($told));
        };

        $locks->acquireLock('desk', 'ada');
        $expect('ReservationMade');
        $locks->acquireLock('desk', 'ben');
        $expect('ReservationRefused');
        $locks->releaseLock('desk', 'ben');
        $expect();
        $locks->releaseLock('desk', 'ada');
        $expect('ReservationReleased');
        $granted = $locks->reserveItemsInCart($items, 'ada', 'shop')['reservations'];
        $expect('ReservationMade');
        $this->assertSame($told[3]->reservation->order, explode('#', $granted[0]['lockKey'])[1]);
        $locks->reserveItemsInCart($items, 'ben', 'shop');
        $expect('ReservationRefused');
        $locks->releaseOrderLocks([$granted[0]], 'ada');
        $expect();
        $locks->releaseOrderLocks([$granted[1]], 'ada');
        $expect('ReservationReleased');
        $locks->acquireLock('desk', 'ada');
        $locks->forceReleaseOrderLocks($told[6]->reservation->order);
        $expect('ReservationMade', 'ReservationForced');
        $locks->acquireLock('desk', 'ada');
        $locks->clearAllLocks();
        $expect('ReservationMade', 'ReservationForced');
    }

    #[Test]
    public function howManyUnitsOneReservationMayHoldIsTheShopsToSay(): void
    {
        config(['reservations.caps.units' => 3]);
        $told = $this->listen();
        $this->reservations()->setStock('lamp', 500);
        $held = $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'quantity' => 2], ['sku' => 'lamp']]);

        foreach ([
            fn () => $this->reservations()->reserve('order-2', 'ben', [['sku' => 'lamp', 'quantity' => 2], ['sku' => 'lamp', 'quantity' => 2]]),
            fn () => $this->reservations()->amend($held, [['sku' => 'lamp', 'quantity' => 4]]),
        ] as $greedy) {
            try {
                $greedy();
                $this->fail('It was granted');
            } catch (ReservationLimitException $refusal) {
                $this->assertSame([3, 'shop/item/lamp'], [$refusal->detail()['limit'], $refusal->detail()['key']]);
            }
        }

        $this->assertSame(3, $this->reservations()->stock('lamp')->held);
        $this->assertSame(['ReservationMade', 'ReservationRefused', 'ReservationRefused'], self::names($told));
        $cart = $this->app->make(AtomicCache::class)->reserveItemsInCart([['itemId' => 'lamp', 'quantity' => 4]], 'cy', 'shop');
        $this->assertSame('Too many items are held; pay for some or release them first', $cart['failedItems'][0]['reason']);
    }

    #[Test]
    public function nothingIsToldWhereTheSettingsSayNo(): void
    {
        config(['reservations.events' => false]);
        $told = $this->listen();
        $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'on_hand' => 1]]);

        $this->assertCount(0, $told);
    }

    #[Test]
    public function aLeaseThatIsShorterThanTheTimeToPayIsRefusedWhenItIsFirstUsed(): void
    {
        config(['reservations.lease' => 300]);

        try {
            $this->reservations()->stats();
            $this->fail('It was opened');
        } catch (InvalidReservationException $refusal) {
            $this->assertSame('invalid_settings', $refusal->detail()['reason']);
        }
    }

    /**
     * @return \ArrayObject<int, object>
     */
    private function listen(): \ArrayObject
    {
        $told = new \ArrayObject();
        $this->app->make('events')->listen('Cartwright\Reservations\Events\*', static function (string $name, array $payload) use ($told): void {
            $told[] = $payload[0];
        });

        return $told;
    }

    /**
     * @param \ArrayObject<int, object> $told
     *
     * @return list<string>
     */
    private static function names(\ArrayObject $told): array
    {
        return array_map(class_basename(...), $told->getArrayCopy());
    }

    private function reservations(): ReservationManager
    {
        return $this->app->make(ReservationManager::class);
    }
}
