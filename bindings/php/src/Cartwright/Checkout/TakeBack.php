<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Exceptions\UnknownOrderException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Laravel\Settings;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Container\Container;

/**
 * Takes back what an order holds, in spite of its buyer, and marks the order failed where it is one of ours.
 *
 * @internal
 */
final readonly class TakeBack
{
    public function __construct(private Container $app, private ReservationManager $reservations)
    {
    }

    /**
     * @return string the fence
     *
     * @throws ReservationException
     */
    public function of(string $orderId, string $reason): string
    {
        $fence = $this->reservations->forceRelease($orderId, $reason);

        if (Settings::of($this->app)->switch('reservations.checkout.enabled', false)) {
            try {
                $checkout = $this->app->make(CheckoutService::class);
                $checkout->fail($checkout->find($orderId), 'released');
            } catch (UnknownOrderException) {
                // A reservation without an order of ours.
            }
        }

        return $fence;
    }
}
