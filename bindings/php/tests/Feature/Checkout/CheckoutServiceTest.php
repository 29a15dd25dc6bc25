<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Checkout\Events\OrderPlaced;
use Cartwright\Checkout\Events\OrderSettled;
use Cartwright\Checkout\Events\RefundDue;
use Cartwright\Checkout\Exceptions\InvalidPaymentException;
use Cartwright\Checkout\Exceptions\NothingToOrderException;
use Cartwright\Checkout\Exceptions\OrderInProgressException;
use Cartwright\Checkout\Exceptions\UnknownOrderException;
use Cartwright\Checkout\ExpiredOrders;
use Cartwright\Checkout\HmacGateway;
use Cartwright\Checkout\Order;
use Cartwright\Checkout\OrderStatus;
use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Reservations\Events\ReservationCommitted;
use Cartwright\Tests\Support\CheckoutTestCase;
use Illuminate\Database\Eloquent\MassAssignmentException;
use Illuminate\Database\QueryException;
use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Schema;
use LogicException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class CheckoutServiceTest extends CheckoutTestCase
{
    #[Test]
    public function aCartBecomesAnOrderWhoseGoodsAreHeld(): void
    {
        $placed = $this->place('7', 2);

        $this->assertSame(OrderStatus::Pending, $placed->order->status);
        $this->assertSame([3998, 'USD'], [$placed->order->amount, $placed->order->currency]);
        $this->assertSame([['sku' => 'lamp', 'kind' => 'item', 'vendor' => 'shop', 'quantity' => 2]], $placed->order->items);
        $this->assertSame([
            'gateway' => 'hmac',
            'orderId' => $placed->order->id,
            'amount' => 3998,
            'currency' => 'USD',
            'expiresAt' => '2026-03-10T12:30:00Z',
        ], $placed->paymentOptions);
        $this->assertSame(2, $this->reservations->stock('lamp')->held);
        $this->assertSame('7', $this->reservations->find($placed->order->id)->owner);
    }

    #[Test]
    public function theTokenIsNeitherShownNorStoredAsItIs(): void
    {
        $order = $this->place('7')->order;
        $stored = $this->app->make('db')->table('checkout_orders')->value('reservation_token');

        $this->assertStringNotContainsString($order->reservation_token, json_encode($order));
        $this->assertNotSame($order->reservation_token, $stored);
    }

    #[Test]
    public function ofTwoBuyersOfTheLastUnitOneIsToldAtOnce(): void
    {
        $this->reservations->setStock('lamp', 1);
        $this->place('ada');

        $this->expectException(InsufficientStockException::class);

        try {
            $this->place('ben');
        } finally {
            $this->assertSame(1, Order::query()->count());
        }
    }

    #[Test]
    public function aPaymentSellsAndASecondTellingChangesNothing(): void
    {
        $settled = [];
        $this->app->make('events')->listen(OrderSettled::class, static function (OrderSettled $event) use (&$settled): void {
            $settled[] = $event->order->status;
        });
        $order = $this->place('7', 2)->order;

        $first = $this->checkout()->settle($this->payment($order));
        $second = $this->checkout()->settle($this->payment($order));

        $this->assertTrue($first->isPaid() && $second->isPaid());
        $stock = $this->reservations->stock('lamp');
        $this->assertSame([2, 0, 3], [$stock->sold, $stock->held, $stock->available]);
        $this->assertSame([OrderStatus::Paid], $settled);
        $this->assertSame('payment-1', $order->refresh()->payment_reference);
    }

    #[Test]
    public function aSecondPaymentForOneOrderIsGivenBack(): void
    {
        $order = $this->place('7')->order;
        $this->checkout()->settle($this->payment($order));
        $second = $this->checkout()->settle($this->payment($order, reference: 'payment-2'));

        $this->assertSame([true, OrderStatus::Paid], [$second->refundDue, $second->order->status]);
        $this->assertSame('payment-1', $order->refresh()->payment_reference);
        $this->assertSame(1, $this->reservations->stock('lamp')->sold);
    }

    #[Test]
    public function theShopIsToldOfEachPaymentThatIsToBeGivenBack(): void
    {
        $refunds = [];
        $this->app->make('events')->listen(RefundDue::class, static function (RefundDue $event) use (&$refunds): void {
            $refunds[] = [$event->order->id, $event->reference];
        });
        $paid = $this->place('7')->order;
        $this->checkout()->settle($this->payment($paid));
        $this->checkout()->settle($this->payment($paid));
        $this->checkout()->settle($this->payment($paid, reference: 'payment-2'));
        $released = $this->place('8')->order;
        $this->reservations->forceRelease($released->id, 'the shelf fell over');
        $this->checkout()->settle($this->payment($released, reference: 'payment-3'));

        $this->assertSame([[$paid->id, 'payment-2'], [$released->id, 'payment-3']], $refunds);
    }

    #[Test]
    public function ofTwoPaymentsAtOnceExactlyOneIsGivenBack(): void
    {
        $order = $this->place('7')->order;
        $second = null;
        // Between the sale and its note in the table of orders comes the other one.
        $this->app->make('events')->listen(ReservationCommitted::class, function () use ($order, &$second): void {
            $second = $this->checkout()->settle($this->payment($order, reference: 'payment-2'));
        });
        $first = $this->checkout()->settle($this->payment($order));

        $this->assertSame([true, false], [$first->refundDue, $second->refundDue]);
        $this->assertSame('payment-2', $order->refresh()->payment_reference);
    }

    #[Test]
    public function aPaymentThatIsToldAgainWhenTheStoreHasForgottenTheSaleIsNotGivenBack(): void
    {
        $order = $this->place('7')->order;
        $message = $this->payment($order);
        $this->checkout()->settle($message);
        $this->letPass(4 * 86_400);
        $this->reservations->sweep();
        $this->assertNull($this->reservations->find($order->id));

        $this->assertTrue($this->checkout()->settle($message)->isPaid());
        $this->assertTrue($this->checkout()->settle($this->payment($order, reference: 'payment-2'))->refundDue);
    }

    #[Test]
    public function aReferenceForWhichTheTableHasNoPlaceIsRefusedBeforeAnythingIsSold(): void
    {
        $order = $this->place('7')->order;

        try {
            $this->checkout()->settle($this->payment($order, reference: str_repeat('ü', 256)));
            $this->fail('It was believed');
        } catch (InvalidPaymentException) {
            $this->assertSame([1, 0], [$this->reservations->stock('lamp')->held, $this->reservations->stock('lamp')->sold]);
        }

        $this->assertTrue($this->checkout()->settle($this->payment($order, reference: str_repeat('ü', 255)))->isPaid());
    }

    #[Test]
    public function aCurrencyIsTheSameInSmallLetters(): void
    {
        $order = $this->place('7')->order;

        $this->assertTrue($this->checkout()->settle($this->payment($order, currency: 'usd'))->isPaid());
    }

    #[Test]
    public function whatComesWithARequestMakesNoOrderPaid(): void
    {
        $order = $this->place('7')->order;

        $this->expectException(MassAssignmentException::class);
        $order->update(['status' => OrderStatus::Paid]);
    }

    #[Test]
    public function aFailedPaymentGivesTheGoodsBackAndFailsTheOrder(): void
    {
        $order = $this->place('7')->order;
        $settlement = $this->checkout()->settle($this->payment($order, succeeded: false));

        $this->assertSame([OrderStatus::Failed, 'payment_failed'], [$settlement->order->status, $settlement->order->failure]);
        $this->assertSame(5, $this->reservations->stock('lamp')->available);

        $late = $this->checkout()->settle($this->payment($order, reference: 'payment-2'));
        $this->assertSame([true, OrderStatus::RefundDue], [$late->refundDue, $late->order->status]);
        $this->assertSame(0, $this->reservations->stock('lamp')->sold);
    }

    #[Test]
    public function aFailureThatIsToldAfterTheSaleChangesNothing(): void
    {
        $order = $this->place('7')->order;
        $this->checkout()->settle($this->payment($order));
        $this->checkout()->settle($this->payment($order, succeeded: false));

        $this->assertSame(OrderStatus::Paid, $order->refresh()->status);
        $this->assertSame(1, $this->reservations->stock('lamp')->sold);
    }

    #[Test]
    public function aPaymentThatComesTooLateIsASaleOnlyIfTheGoodsAreStillThere(): void
    {
        $this->reservations->setStock('lamp', 2);
        [$ada, $ben] = [$this->place('ada')->order, $this->place('ben')->order];
        $this->letPass(1800);
        $this->place('cy');

        $this->assertTrue($this->checkout()->settle($this->payment($ada))->isPaid());
        $refund = $this->checkout()->settle($this->payment($ben));
        $this->assertSame([true, OrderStatus::RefundDue, 'paid_too_late'], [$refund->refundDue, $refund->order->status, $refund->order->failure]);
        $stock = $this->reservations->stock('lamp');
        $this->assertSame([1, 1, 0], [$stock->sold, $stock->held, $stock->available]);
    }

    /**
     * @param callable(array<string, mixed>): array<string, mixed> $change
     */
    #[Test]
    #[DataProvider('changedMessages')]
    public function aMessageThatWasChangedIsRefusedAndNothingHappens(callable $change): void
    {
        $order = $this->place('7')->order;

        try {
            $this->checkout()->settle($change($this->payment($order)));
            $this->fail('It was believed');
        } catch (InvalidPaymentException) {
            $this->assertSame(OrderStatus::Pending, $order->refresh()->status);
            $this->assertSame(1, $this->reservations->stock('lamp')->held);
        }
    }

    public static function changedMessages(): array
    {
        $set = static fn (string $name, mixed $value): array => [static fn (array $message): array => [$name => $value] + $message];

        return [
            'another order' => $set('orderId', 'another'),
            'another amount' => $set('amount', 1),
            'another currency' => $set('currency', 'IDR'),
            'another payment' => $set('reference', 'payment-2'),
            'failed for paid' => $set('status', 'failed'),
            'another word' => $set('status', 'PAID'),
            'another signature' => $set('signature', str_repeat('0', 64)),
            'an empty signature' => $set('signature', ''),
            'no signature' => [static fn (array $message): array => array_diff_key($message, ['signature' => ''])],
            'a list' => $set('signature', ['0']),
            'true' => $set('signature', true),
            'an amount with a fraction' => $set('amount', 19.99),
            'no text' => $set('reference', "\xff"),
        ];
    }

    #[Test]
    public function anAmountThatIsSignedButNotTheOrdersIsRefused(): void
    {
        $order = $this->place('7')->order;

        foreach ([['amount' => 1], ['currency' => 'IDR']] as $other) {
            try {
                $this->checkout()->settle($this->payment($order, ...$other));
                $this->fail('It was believed');
            } catch (InvalidPaymentException $refusal) {
                $this->assertSame('The payment is not of the amount and the currency of the order', $refusal->getMessage());
            }
        }

        $this->assertSame(OrderStatus::Pending, $order->refresh()->status);
    }

    #[Test]
    public function anUnknownOrderIsSaidToBeOne(): void
    {
        $order = $this->place('7')->order;
        $order->id = 'nobody';

        $this->expectException(UnknownOrderException::class);
        $this->checkout()->settle($this->payment($order));
    }

    #[Test]
    public function whoOrdersAgainGoesOnWithHisOrderAndDoesNotWaitForHimself(): void
    {
        $placed = 0;
        $this->app->make('events')->listen(OrderPlaced::class, static function () use (&$placed): void {
            $placed++;
        });
        $first = $this->place('7', 5)->order;
        $this->letPass(60);
        $again = $this->place('7', 5)->order;

        $this->assertSame($first->id, $again->id);
        $this->assertSame([1, 1], [Order::query()->count(), $placed]);
        $this->assertSame(1_800_000, $this->reservations->find($first->id)->remainingMs);
        $this->assertSame('2026-03-10T12:31:00Z', $again->expires_at->toIso8601ZuluString());
    }

    #[Test]
    public function whoOrdersOtherThingsEndsHisOrderAndWhatHeStillPaysForItIsGivenBack(): void
    {
        $first = $this->place('7', 5)->order;
        $paying = $this->payment($first);
        $second = $this->place('7', 4)->order;

        $this->assertSame([OrderStatus::Failed, 'replaced'], [$first->refresh()->status, $first->failure]);
        $this->assertSame([4, 7996], [$this->reservations->stock('lamp')->held, $second->amount]);

        $this->assertTrue($this->checkout()->settle($paying)->refundDue);
        $this->assertTrue($this->checkout()->settle($this->payment($second))->isPaid());
        $this->assertSame([4, 1], [$this->reservations->stock('lamp')->sold, $this->reservations->stock('lamp')->available]);
    }

    #[Test]
    public function nobodyWaitsForAnOrderOfHisOwnWhoseTimeIsOverThoughItsGoodsAreHeldForLonger(): void
    {
        $first = $this->place('7', 5)->order;
        // A lease that is longer than the time to pay.
        Carbon::setTestNow(Carbon::now()->addSeconds(1800));
        $second = $this->place('7', 5)->order;

        $this->assertNotSame($first->id, $second->id);
        $this->assertSame([OrderStatus::Failed, 'expired'], [$first->refresh()->status, $first->failure]);
        $this->assertSame(5, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    public function aPendingOrderWhoseGoodsWereTakenBackIsFailedAndANewOneBegins(): void
    {
        $first = $this->place('7')->order;
        $this->reservations->forceRelease($first->id, 'the shelf fell over');
        $second = $this->place('7')->order;

        $this->assertNotSame($first->id, $second->id);
        $this->assertSame([OrderStatus::Failed, OrderStatus::Pending], [$first->refresh()->status, $second->status]);
    }

    #[Test]
    public function anOrderThatCannotBeWrittenHoldsNothing(): void
    {
        Schema::drop('checkout_orders');
        Schema::create('checkout_orders', static function ($table): void {
            foreach (['user_id', 'status', 'expires_at', 'created_at'] as $column) {
                $table->string($column)->nullable();
            }
        });

        try {
            $this->place('7');
            $this->fail('There is no place for it');
        } catch (QueryException) {
            $this->assertSame(0, $this->reservations->stock('lamp')->held);
        }

        $this->assertSame([], $this->locks->getStats()['lockKeys']);
    }

    #[Test]
    public function anEmptyCartIsNoOrder(): void
    {
        $this->expectException(NothingToOrderException::class);
        $this->place('7', 0);
    }

    #[Test]
    public function whileOneWindowOrdersAnotherOneOfTheSameUserIsToldSo(): void
    {
        $this->locks->acquireLock('checkout:' . sha1('7'), 'another window');

        $this->expectException(OrderInProgressException::class);
        $this->place('7');
    }

    #[Test]
    public function aWindowWithNothingInItKeepsNoOtherOneFromOrdering(): void
    {
        $this->locks->acquireLock('checkout:' . sha1('7'), 'another window');

        $this->expectException(NothingToOrderException::class);
        $this->place('7', 0);
    }

    #[Test]
    public function whatNobodyPaysForIsFailedByTheCleanUp(): void
    {
        $order = $this->place('7')->order;
        $paid = $this->place('8')->order;
        $this->checkout()->settle($this->payment($paid));
        $this->letPass(1799);
        $this->assertSame(0, $this->app->make(ExpiredOrders::class)->fail()['cleaned']);
        $this->letPass(1);

        $output = $this->artisan('reservations:cleanup')[1];

        $this->assertStringContainsString('Cleaned up 1 expired reservations and 1 expired orders', $output);
        $this->assertSame([OrderStatus::Failed, 'expired'], [$order->refresh()->status, $order->failure]);
        $this->assertSame(OrderStatus::Paid, $paid->refresh()->status);
        $this->assertSame(4, $this->reservations->stock('lamp')->available);
    }

    #[Test]
    public function theCommandThatTakesBackWhatAnOrderHoldsFailsTheOrderAsTheRouteDoes(): void
    {
        $order = $this->place('7')->order;
        $this->assertSame(0, $this->artisan('reservations:release', ['order' => $order->id, '--reason' => 'he called'])[0]);

        $this->assertSame([OrderStatus::Failed, 'released'], [$order->refresh()->status, $order->failure]);
        $this->assertSame(0, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    public function theCommandThatTakesEverythingBackFailsEveryOrder(): void
    {
        [$ada, $ben, $paid] = [$this->place('ada')->order, $this->place('ben')->order, $this->place('cy')->order];
        $this->checkout()->settle($this->payment($paid));
        $this->told = [];
        $this->reservations->reserve('of another shop', 'dee', [['sku' => 'lamp']]);
        $this->assertSame(0, $this->artisan('reservations:clear', ['--confirm' => true, '--reason' => 'closing'])[0]);

        foreach ([$ada, $ben] as $order) {
            $this->assertSame([OrderStatus::Failed, 'released'], [$order->refresh()->status, $order->failure]);
        }

        $this->assertSame(OrderStatus::Paid, $paid->refresh()->status);
        $this->assertSame(
            ['ReservationMade', 'ReservationForced', 'ReservationForced', 'ReservationForced'],
            $this->toldClasses(),
        );
    }

    #[Test]
    public function anOrderOfAnotherKeyOfTheApplicationKeepsNobodyFromOrderingOrCleaningUp(): void
    {
        $ada = $this->place('ada')->order;
        $ben = $this->place('ben')->order;
        $this->app->make('db')->table('checkout_orders')->whereIn('id', [$ada->id, $ben->id])->update(['reservation_token' => 'unreadable']);

        $this->assertNotSame($ada->id, $this->place('ada')->order->id);
        $this->letPass(1800);
        $this->assertSame(['cleaned' => 2, 'failed' => []], $this->app->make(ExpiredOrders::class)->fail());
        $this->assertSame([OrderStatus::Failed, OrderStatus::Failed], [$ada->refresh()->status, $ben->refresh()->status]);
    }

    #[Test]
    public function aSecretThatCanBeGuessedIsRefused(): void
    {
        $this->expectException(LogicException::class);
        new HmacGateway('short');
    }
}
