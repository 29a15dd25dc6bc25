<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Checkout\Exceptions\NothingToPayException;
use Cartwright\Checkout\ItemLines;
use Cartwright\Checkout\Order;
use Cartwright\Checkout\ReservedLines;
use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Reservations\Line;
use Cartwright\Tests\Support\CheckoutTestCase;
use Illuminate\Database\Eloquent\Model;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

/**
 * What of a cart is reserved, and what it costs: nothing of it is the buyer's to decide.
 */
final class WhatIsOrderedTest extends CheckoutTestCase
{
    #[Test]
    public function whoWritesAnotherKindOrVendorIntoHisCartIsCountedAllTheSame(): void
    {
        $this->reservations->setStock('lamp', 1);
        $this->place('ada');
        $cart = $this->cart('ben', 0);
        $cart->add('lamp', 'A lamp', 1999, 1, ['kind' => 'other', 'vendor' => 'mine']);

        $this->expectException(InsufficientStockException::class);
        $this->checkout()->place('ben', $cart);
    }

    #[Test]
    public function theKindGoesByTheModelThatTheApplicationHasAssociated(): void
    {
        $model = (new class () extends Model {
        })::class;
        config(['reservations.checkout.kinds' => [$model => 'ticket']]);
        $this->reservations->setStock(['sku' => 'concert', 'kind' => 'ticket'], 2);
        $cart = $this->cart('ada', 0);
        $cart->add('concert', 'A concert', 4500, 2, [], [], $model);

        $order = $this->checkout()->place('ada', $cart)->order;

        $this->assertSame([['sku' => 'concert', 'kind' => 'ticket', 'vendor' => 'shop', 'quantity' => 2]], $order->items);
        $this->assertSame(0, $this->reservations->stock(['sku' => 'concert', 'kind' => 'ticket'])->available);
    }

    #[Test]
    public function anApplicationMayReserveACouponWithTheGoodsAllOrNothing(): void
    {
        $this->app->bind(ReservedLines::class, static fn ($app): ReservedLines => new class ($app) extends ItemLines {
            public function of(Cart $cart): array
            {
                return [...parent::of($cart), new Line('WELCOME', kind: 'coupon')];
            }
        });
        $this->reservations->setStock(['sku' => 'WELCOME', 'kind' => 'coupon'], 1);
        $order = $this->place('ada')->order;
        $this->assertSame(['lamp', 'WELCOME'], array_column($order->items, 'sku'));
        $this->assertSame(['shop', 'shop'], array_column($order->items, 'vendor'));

        try {
            $this->place('ben');
            $this->fail('The coupon was had twice');
        } catch (InsufficientStockException $short) {
            $this->assertSame(['shop/coupon/WELCOME'], array_column($short->shortages(), 'key'));
            $this->assertSame(1, $this->reservations->stock('lamp')->held);
        }

        $this->checkout()->settle($this->payment($order, succeeded: false));
        $this->assertSame('WELCOME', $this->place('ben')->order->items[1]['sku']);
    }

    #[Test]
    #[TestWith(['-100%'])]
    #[TestWith(['-999999'])]
    public function whatComesToNothingIsNoOrderAndHoldsNothing(string $discount): void
    {
        $cart = $this->cart('ada');
        $cart->addCondition(new CartCondition('All of it', 'discount', 'subtotal', $discount));

        try {
            $this->checkout()->place('ada', $cart);
            $this->fail('It was an order');
        } catch (NothingToPayException) {
            $this->assertSame([0, 0], [Order::query()->count(), $this->reservations->stock('lamp')->held]);
        }
    }

    #[Test]
    public function ordersForNothingAreThereWhereTheShopWantsThem(): void
    {
        config(['reservations.checkout.free' => true]);
        $cart = $this->cart('ada');
        $cart->addCondition(new CartCondition('All of it', 'discount', 'subtotal', '-100%'));
        $order = $this->checkout()->place('ada', $cart)->order;

        $this->assertSame(0, $order->amount);
        $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
    }
}
