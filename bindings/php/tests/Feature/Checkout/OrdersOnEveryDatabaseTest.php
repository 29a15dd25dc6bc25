<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Checkout\ExpiredOrders;
use Cartwright\Checkout\Order;
use Cartwright\Checkout\OrderStatus;
use Cartwright\Checkout\Settlement;
use Cartwright\Tests\Support\CheckoutTestCase;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\Migrations\Migration;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The table of orders in the databases of shops, on a connection of its own.
 */
final class OrdersOnEveryDatabaseTest extends CheckoutTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function anOrderIsPlacedPaidAndToldTwice(TestDatabase $database): void
    {
        $this->keepOrdersIn($database);
        $order = $this->place('7', 2)->order;
        $this->assertSame($order->id, $this->place('7', 2)->order->id);

        foreach (range(1, 2) as $ignored) {
            $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
        }

        $stored = Order::query()->findOrFail($order->id);
        $this->assertSame([3998, 'USD', 'payment-1'], [$stored->amount, $stored->currency, $stored->payment_reference]);
        $this->assertSame($order->reservation_token, $stored->reservation_token);
        $this->assertSame('2026-03-10T12:30:00Z', $stored->expires_at->toIso8601ZuluString());
    }

    #[Test]
    #[DataProvider('databases')]
    public function ordersThatNobodyPaidForAreFoundAgain(TestDatabase $database): void
    {
        $this->keepOrdersIn($database);
        $order = $this->place('7')->order;
        $this->letPass(1799);
        $this->assertSame(['cleaned' => 0, 'failed' => []], $this->app->make(ExpiredOrders::class)->fail());
        $this->letPass(1);

        $this->assertSame(['cleaned' => 1, 'failed' => []], $this->app->make(ExpiredOrders::class)->fail());
        $this->assertSame([OrderStatus::Failed, 'expired'], [$order->refresh()->status, $order->failure]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function anOrderMayHaveAsManyLinesAsAReservation(TestDatabase $database): void
    {
        $this->keepOrdersIn($database);
        $cart = $this->cart('7', 0);

        foreach (range(1, 1000) as $number) {
            $items[] = ['id' => "sku-of-a-thing-with-a-longer-name-{$number}", 'name' => 'A thing', 'price' => 1, 'quantity' => 1];
        }

        $cart->add($items);
        $order = $this->checkout()->place('7', $cart)->order;

        $this->assertCount(1000, $order->refresh()->items);
        $this->assertGreaterThan(65_535, strlen(json_encode($order->items)));
    }

    #[Test]
    #[DataProvider('databases')]
    public function usersWhomTheDatabaseTakesForOneAreTwo(TestDatabase $database): void
    {
        $this->keepOrdersIn($database);
        $ada = $this->place('ada')->order;
        $other = $this->place('ADA')->order;

        $this->assertNotSame($ada->id, $other->id);
        $this->assertSame(OrderStatus::Pending, $ada->refresh()->status);
        $this->assertSame(2, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    public function aPaymentThatAnotherRequestHasNotedIsNotGivenBackByOneThatReadsAnOldState(): void
    {
        $this->keepOrdersIn(TestDatabase::MariaDb);
        $order = $this->place('7')->order;
        config(['database.connections.other' => config('database.connections.orders')]);
        $connection = $this->app->make('db')->connection('orders');

        $settlement = $connection->transaction(function () use ($order): Settlement {
            $this->assertTrue(Order::query()->findOrFail($order->id)->isPending(), 'the state that it goes on seeing');
            config(['reservations.checkout.connection' => 'other']);
            $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
            config(['reservations.checkout.connection' => 'orders']);

            return $this->checkout()->settle($this->payment($order));
        });

        $this->assertTrue($settlement->isPaid());
    }

    private function keepOrdersIn(TestDatabase $database): void
    {
        config([
            'database.connections.orders' => $database->settings($this->directory),
            'reservations.checkout.connection' => 'orders',
        ]);
        $migration = require dirname(__DIR__, 3) . '/database/checkout/2025_02_01_000000_create_checkout_orders_table.php';
        $this->assertInstanceOf(Migration::class, $migration);
        $migration->down();
        $migration->up();
    }
}
