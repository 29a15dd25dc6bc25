<?php

declare(strict_types=1);

namespace App;

use Cartwright\Checkout\HmacGateway;
use Cartwright\Checkout\Order;
use Cartwright\Checkout\PaymentNotice;

/**
 * Signs what a bank would sign. Whoever knows the secret could, too: this is for an example.
 */
final class Bank
{
    /**
     * One order is one payment here, however often somebody presses the button.
     *
     * @return array<string, mixed>
     */
    public function message(Order $order, bool $paid): array
    {
        $gateway = new HmacGateway(config('reservations.checkout.hmac_secret'));

        return $gateway->message(
            new PaymentNotice($order->id, $order->amount, $order->currency, "card-{$order->id}", $paid),
        );
    }
}
