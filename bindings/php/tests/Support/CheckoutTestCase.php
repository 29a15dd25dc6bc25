<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Checkout\CheckoutService;
use Cartwright\Checkout\HmacGateway;
use Cartwright\Checkout\Order;
use Cartwright\Checkout\PaymentGateway;
use Cartwright\Checkout\PaymentNotice;
use Cartwright\Checkout\Placed;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;

/**
 * A shop with orders, whose gateway is the one without a bank.
 */
abstract class CheckoutTestCase extends ReservationTestCase
{
    protected const SECRET = 'a secret of sixteen bytes or more';

    protected function settings(): array
    {
        return parent::settings() + [
            'reservations.checkout.enabled' => true,
            'reservations.checkout.hmac_secret' => self::SECRET,
        ];
    }

    protected function setUp(): void
    {
        parent::setUp();
        (require dirname(__DIR__, 2) . '/database/checkout/2025_02_01_000000_create_checkout_orders_table.php')->up();
        $this->reservations->setStock('lamp', 5);
        Carbon::setTestNow('2026-03-10 12:00:00');
    }

    protected function cart(string $user, int $lamps = 1): Cart
    {
        $cart = $this->app->make('cart')->getCartInstance('default', $user);
        $cart->clear();
        $lamps === 0 || $cart->add('lamp', 'A lamp', 1999, $lamps);

        return $cart;
    }

    protected function checkout(): CheckoutService
    {
        return $this->app->make(CheckoutService::class);
    }

    protected function place(string $user, int $lamps = 1): Placed
    {
        return $this->checkout()->place($user, $this->cart($user, $lamps));
    }

    /**
     * What the bank sends.
     *
     * @return array<string, mixed>
     */
    protected function payment(
        Order $order,
        bool $succeeded = true,
        string $reference = 'payment-1',
        ?int $amount = null,
        ?string $currency = null,
    ): array {
        $gateway = $this->app->make(PaymentGateway::class);
        $this->assertInstanceOf(HmacGateway::class, $gateway);

        return $gateway->message(
            new PaymentNotice($order->id, $amount ?? $order->amount, $currency ?? $order->currency, $reference, $succeeded),
        );
    }

    /**
     * On both clocks: the store's and the application's.
     */
    protected function letPass(int $seconds): void
    {
        $this->travelSeconds($seconds);
        Carbon::setTestNow(Carbon::now()->addSeconds($seconds));
    }
}
