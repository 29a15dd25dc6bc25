<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Exceptions\InvalidPaymentException;
use Cartwright\Checkout\Exceptions\NothingToOrderException;
use Cartwright\Checkout\Exceptions\NothingToPayException;
use Cartwright\Checkout\Exceptions\OrderInProgressException;
use Cartwright\Checkout\Exceptions\UnknownOrderException;
use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Container\Container;
use MasyukAI\Cart\Cart;
use Stringable;

/**
 * From the cart to the sale: reserve the lines, create the order, hand out how to pay, verify the payment, commit or release.
 *
 * The store of reservations decides what was sold; an order's status says what it decided. Whatever is interrupted may be done
 * again: what is held comes back by itself, and a payment that is told again gets the first answer.
 */
class CheckoutService
{
    /** In characters, as the table of orders has it. */
    private const LONGEST_REFERENCE = 255;

    private readonly SettledOrders $settled;

    public function __construct(
        private readonly Container $app,
        private readonly ReservationManager $reservations,
        private readonly PaymentGateway $gateway,
    ) {
        $this->settled = new SettledOrders($app, $reservations);
    }

    /**
     * Reserves what is in a cart and makes it an order. Somebody who has a pending order of the same goes on with that one, for
     * the whole time to pay unless he has held it for too long; one of other things is ended first, so nobody waits for himself.
     *
     * @throws InsufficientStockException if there is too little of something; it names every such line
     * @throws NothingToOrderException|NothingToPayException|OrderInProgressException|ReservationException
     */
    public function place(string|int|Stringable $userId, Cart $cart): Placed
    {
        // First, so that a window with nothing in it keeps no other one from ordering.
        $lines = CartLines::of($this->app, $cart);
        $pending = new PendingOrders($this->app, $this->reservations, $this->settled, $this->gateway->name());
        $order = (new OneWindow($this->reservations))->of(
            (string) $userId,
            static fn (): Order => $pending->order((string) $userId, $lines),
        );

        return new Placed($order, $this->gateway->options($order));
    }

    /**
     * Takes what a gateway says: commits what was paid for, releases what was not.
     *
     * @param array<string, mixed> $message
     *
     * @throws InvalidPaymentException if it is not the gateway's, was changed, or is about other money
     * @throws UnknownOrderException
     */
    public function settle(array $message): Settlement
    {
        $notice = $this->gateway->verify($message);
        $order = $this->find($notice->orderId);

        if ($order->gateway !== $this->gateway->name()) {
            throw new InvalidPaymentException('The order is paid for elsewhere');
        }

        // Of one currency gateways write `usd` and `USD`.
        if ($order->amount !== $notice->amount || $order->currency !== strtoupper($notice->currency)) {
            throw new InvalidPaymentException('The payment is not of the amount and the currency of the order');
        }

        if (mb_strlen($notice->reference) > self::LONGEST_REFERENCE) {
            // Before anything is sold: what cannot be written down could not be told from a second payment.
            throw new InvalidPaymentException('The reference of the payment is longer than 255 characters');
        }

        return $notice->succeeded ? $this->settled->paid($order, $notice) : $this->settled->notPaid($order);
    }

    /**
     * The order of this id.
     *
     * @throws UnknownOrderException
     */
    public function find(string $orderId): Order
    {
        return Order::query()->find($orderId) ?? throw new UnknownOrderException("There is no order {$orderId}");
    }

    /**
     * Ends a pending order: what it held is released first, so that a payment that is under way finds it gone. An order whose goods
     * are sold is noted as paid instead.
     *
     * @return bool whether it was ended; not if a payment was faster
     */
    public function fail(Order $order, string $failure): bool
    {
        return $this->settled->fail($order, $failure);
    }
}
