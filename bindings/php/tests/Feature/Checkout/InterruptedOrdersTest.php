<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Checkout\Events\OrderPlaced;
use Cartwright\Checkout\Events\OrderSettled;
use Cartwright\Checkout\ExpiredOrders;
use Cartwright\Checkout\Order;
use Cartwright\Checkout\OrderStatus;
use Cartwright\Reservations\Events\ReservationCommitted;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Tests\Support\CheckoutTestCase;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * What stops half-way: a process that dies, a transaction that is rolled back, a listener that throws.
 */
final class InterruptedOrdersTest extends CheckoutTestCase
{
    #[Test]
    public function anOrderThatWasSoldAndNotNotedIsNotedAsPaidByTheCleanUp(): void
    {
        $settled = $this->listen(OrderSettled::class);
        $order = $this->soldAndNotNoted();
        $this->letPass(1800);

        $this->assertSame(['cleaned' => 0, 'failed' => []], $this->app->make(ExpiredOrders::class)->fail());
        $this->assertSame([OrderStatus::Paid, null, null], [$order->refresh()->status, $order->failure, $order->payment_reference]);
        $this->assertCount(1, $settled);
        $this->assertSame(['cleaned' => 0, 'failed' => []], $this->app->make(ExpiredOrders::class)->fail());
        $this->assertCount(1, $settled);
    }

    #[Test]
    public function itsPaymentIsTakenWhenItIsToldAgainAndAnotherOneIsGivenBack(): void
    {
        $order = $this->soldAndNotNoted();
        $this->letPass(1800);
        $this->app->make(ExpiredOrders::class)->fail();

        $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
        $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
        $this->assertTrue($this->checkout()->settle($this->payment($order, reference: 'payment-2'))->refundDue);
        $this->assertSame(['payment-1', 1], [$order->refresh()->payment_reference, $this->reservations->stock('lamp')->sold]);
    }

    #[Test]
    public function anOrderThatWasSoldIsNotFailedThoughItsTokenCannotBeRead(): void
    {
        $order = $this->soldAndNotNoted();
        $this->app->make('db')->table('checkout_orders')->update(['reservation_token' => 'unreadable']);
        $this->letPass(1800);
        $this->app->make(ExpiredOrders::class)->fail();

        $this->assertSame(OrderStatus::Paid, $order->refresh()->status);
    }

    #[Test]
    public function whoOrdersAnewWhileHisPaymentIsBeingNotedKeepsWhatHeBought(): void
    {
        $order = $this->soldAndNotNoted();
        $next = $this->place('7', 2)->order;

        $this->assertNotSame($order->id, $next->id);
        $this->assertSame([OrderStatus::Paid, OrderStatus::Pending], [$order->refresh()->status, $next->status]);
    }

    #[Test]
    public function anOrderOfARolledBackTransactionIsToldToNobodyAndItsGoodsComeBackWithTheirLease(): void
    {
        $placed = $this->listen(OrderPlaced::class);
        $connection = $this->app->make('db')->connection();
        $connection->beginTransaction();
        $this->place('7');
        $connection->rollBack();

        $this->assertCount(0, $placed);
        $this->assertSame([0, 1], [Order::query()->count(), $this->reservations->stock('lamp')->held]);
        $this->letPass(1800);
        $this->assertSame(0, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    public function whatIsPlacedAndPaidInATransactionIsToldWhenItIsCommitted(): void
    {
        [$placed, $settled] = [$this->listen(OrderPlaced::class), $this->listen(OrderSettled::class)];
        $this->app->make('db')->connection()->transaction(function () use ($placed, $settled): void {
            $this->checkout()->settle($this->payment($this->place('7')->order));
            $this->assertSame([0, 0], [count($placed), count($settled)]);
        });

        $this->assertSame([1, 1], [count($placed), count($settled)]);
    }

    #[Test]
    public function aPaymentWhoseTransactionIsRolledBackIsNotedWhenItIsToldAgain(): void
    {
        $settled = $this->listen(OrderSettled::class);
        $order = $this->place('7')->order;
        $connection = $this->app->make('db')->connection();
        $connection->beginTransaction();
        $this->checkout()->settle($this->payment($order));
        $connection->rollBack();
        $this->assertSame([OrderStatus::Pending, 0], [$order->refresh()->status, count($settled)]);

        $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
        $this->assertSame([1, 1], [count($settled), $this->reservations->stock('lamp')->sold]);
    }

    #[Test]
    public function aListenerThatThrowsWhenGoodsAreHeldLeavesNeitherHoldNorOrder(): void
    {
        $this->app->make('events')->listen(ReservationMade::class, static fn () => throw new RuntimeException('the post is closed'));

        try {
            $this->place('7');
            $this->fail('The listener was not heard');
        } catch (RuntimeException) {
            $this->assertSame([0, 0], [Order::query()->count(), $this->reservations->stock('lamp')->held]);
        }
    }

    #[Test]
    public function aListenerThatThrowsWhenGoodsAreSoldLosesNoSale(): void
    {
        $throws = true;
        $this->app->make('events')->listen(ReservationCommitted::class, static function () use (&$throws): void {
            $throws && throw new RuntimeException('the post is closed');
        });
        $order = $this->place('7')->order;

        try {
            $this->checkout()->settle($this->payment($order));
            $this->fail('The listener was not heard');
        } catch (RuntimeException) {
            $throws = false;
        }

        $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
        $this->assertSame(1, $this->reservations->stock('lamp')->sold);
    }

    #[Test]
    public function theLockOfAWindowIsNobodysReservation(): void
    {
        $this->place('7');

        $this->assertSame(['ReservationMade'], $this->toldClasses());
    }

    /**
     * The process that took the payment died between the sale and its note.
     */
    private function soldAndNotNoted(): Order
    {
        $order = $this->place('7')->order;
        $this->reservations->commit($order->id, $order->reservation_token);

        return $order;
    }

    /**
     * @param class-string $event
     *
     * @return \ArrayObject<int, object>
     */
    private function listen(string $event): \ArrayObject
    {
        $told = new \ArrayObject();
        $this->app->make('events')->listen($event, static function (object $event) use ($told): void {
            $told[] = $event;
        });

        return $told;
    }
}
