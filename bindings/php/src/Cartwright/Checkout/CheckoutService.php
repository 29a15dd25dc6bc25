<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Events\OrderPlaced;
use Cartwright\Checkout\Events\OrderSettled;
use Cartwright\Checkout\Events\RefundDue;
use Cartwright\Checkout\Exceptions\InvalidPaymentException;
use Cartwright\Checkout\Exceptions\NothingToOrderException;
use Cartwright\Checkout\Exceptions\OrderInProgressException;
use Cartwright\Checkout\Exceptions\UnknownOrderException;
use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\ReservationEndedException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Laravel\Settings;
use Cartwright\Reservations\AtomicCache;
use Cartwright\Reservations\Reservation;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Encryption\DecryptException;
use Illuminate\Support\Carbon;
use Illuminate\Support\Str;
use MasyukAI\Cart\Cart;
use Stringable;
use Throwable;

/**
 * From the cart to the sale: reserve the lines, create the order, hand out how to pay, verify the payment, commit or release.
 *
 * The store of reservations decides what was sold; an order's status says what it decided. Whatever is interrupted may be done
 * again: what is held comes back by itself, and a payment that is told again gets the first answer.
 */
class CheckoutService
{
    /** For how long one window of a buyer keeps the others waiting if it dies while it places an order. Milliseconds. */
    private const PLACING_MS = 30_000;

    /** In characters, as the table of orders has it. */
    private const LONGEST_REFERENCE = 255;

    public function __construct(
        private readonly Container $app,
        private readonly ReservationManager $reservations,
        private readonly PaymentGateway $gateway,
    ) {
    }

    /**
     * Reserves what is in a cart and makes it an order. Somebody who has a pending order of the same goes on with that one, for
     * the whole time to pay; one of other things is ended first, so nobody waits for himself.
     *
     * @throws InsufficientStockException if there is too little of something; it names every such line
     * @throws NothingToOrderException|OrderInProgressException|ReservationException
     */
    public function place(string|int|Stringable $userId, Cart $cart): Placed
    {
        $locks = new AtomicCache($this->reservations);
        $window = (string) Str::uuid();
        $lock = 'checkout:' . sha1((string) $userId);

        if (! $locks->acquireLock($lock, $window, self::PLACING_MS)) {
            throw new OrderInProgressException('An order of this user is being placed in another window');
        }

        try {
            $order = $this->order((string) $userId, CartLines::of($this->app, $cart));
        } finally {
            $locks->releaseLock($lock, $window);
        }

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

        return $notice->succeeded ? $this->paid($order, $notice) : $this->notPaid($order, $notice);
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
     * Ends a pending order: what it held is released first, so that a payment that is under way finds it gone.
     *
     * @return bool whether it was ended; not if a payment was faster
     */
    public function fail(Order $order, string $failure): bool
    {
        try {
            $this->reservations->release($order->id, $order->reservation_token);
        } catch (ReservationEndedException $ended) {
            if (($ended->detail()['state'] ?? null) === 'committed') {
                // The payment was faster; whoever took it says so.
                return false;
            }
        } catch (ReservationException|DecryptException) {
            // Nothing is held any more, or until the lease is over: the application's key is another one.
        }

        return $this->settled($order, OrderStatus::Failed, ['failure' => $failure]);
    }

    private function order(string $userId, CartLines $cart): Order
    {
        if ($cart->lines === []) {
            throw new NothingToOrderException('There is nothing to order');
        }

        $order = Order::query()
            ->where('user_id', $userId)
            ->where('status', OrderStatus::Pending->value)
            ->latest()
            ->get()
            // To a database `ada` and `ADA` may be one.
            ->first(static fn (Order $pending): bool => $pending->user_id === $userId);

        if ($order === null) {
            return $this->newOrder($userId, $cart);
        }

        if (! $order->expires_at->isFuture()) {
            // A lease may be longer than the time to pay: nobody waits for what he himself did not pay.
            $this->fail($order, 'expired');

            return $this->newOrder($userId, $cart);
        }

        if ($this->isOf($order, $cart)) {
            try {
                return $this->prolonged($order);
            } catch (ReservationException|DecryptException) {
                // What it held is gone, and with it the order.
            }
        }

        // Ended, not amended: somebody may be paying for what it was. What he pays then is given back.
        $this->fail($order, 'replaced');

        return $this->newOrder($userId, $cart);
    }

    private function isOf(Order $order, CartLines $cart): bool
    {
        return [$order->items, $order->amount, $order->currency, $order->gateway]
            === [$cart->items(), $cart->amount, $cart->currency, $this->gateway->name()];
    }

    private function newOrder(string $userId, CartLines $cart): Order
    {
        $id = (string) Str::uuid();
        $held = $this->reservations->reserve($id, $userId, $cart->lines);

        try {
            $order = Order::query()->forceCreate([
                'id' => $id,
                'user_id' => $userId,
                'status' => OrderStatus::Pending,
                'items' => $cart->items(),
                'amount' => $cart->amount,
                'currency' => $cart->currency,
                'reservation_token' => $held->token,
                'gateway' => $this->gateway->name(),
                'expires_at' => $this->expiry(),
            ]);
        } catch (Throwable $failure) {
            $this->reservations->release($held);

            throw $failure;
        }

        $this->app->make('events')->dispatch(new OrderPlaced($order));

        return $order;
    }

    private function prolonged(Order $order): Order
    {
        $this->reservations->renew(
            new Reservation($order->id, $order->user_id, $order->reservation_token, '', 0, true),
        );
        $order->forceFill(['expires_at' => $this->expiry()])->save();

        return $order;
    }

    private function expiry(): Carbon
    {
        return Carbon::now()->addSeconds(Settings::of($this->app)->integer('reservations.payment_window', 1800));
    }

    private function paid(Order $order, PaymentNotice $notice): Settlement
    {
        if ($order->status === OrderStatus::Paid) {
            // The store forgets what was sold long ago; asked again it would know nothing, and the money would go back.
            return $this->paidBy($order, $notice);
        }

        try {
            $this->reservations->commit($order->id, $order->reservation_token);
        } catch (ReservationException) {
            $this->settled($order, OrderStatus::RefundDue, [
                'payment_reference' => $notice->reference,
                'failure' => 'paid_too_late',
            ]);

            return $this->refund($order, $notice);
        }

        $this->settled($order, OrderStatus::Paid, ['payment_reference' => $notice->reference, 'failure' => null]);

        return $this->paidBy($order, $notice);
    }

    /**
     * Of two payments for one order the one that it does not go by is given back; the same payment told twice is not.
     */
    private function paidBy(Order $order, PaymentNotice $notice): Settlement
    {
        return $order->payment_reference === $notice->reference
            ? new Settlement($order, refundDue: false)
            : $this->refund($order, $notice);
    }

    /**
     * The order remembers one payment; of another only the event tells the shop.
     */
    private function refund(Order $order, PaymentNotice $notice): Settlement
    {
        $this->app->make('events')->dispatch(new RefundDue($order, $notice->reference));

        return new Settlement($order, refundDue: true);
    }

    private function notPaid(Order $order, PaymentNotice $notice): Settlement
    {
        if ($order->status === OrderStatus::Pending) {
            $this->fail($order, 'payment_failed');
        }

        return new Settlement($order->refresh(), refundDue: false);
    }

    /**
     * Writes what the store of reservations has decided, once: the first payment's reference stays.
     *
     * @param array<string, mixed> $values
     *
     * @return bool whether it was written now
     */
    private function settled(Order $order, OrderStatus $status, array $values): bool
    {
        $changed = Order::query()
            ->whereKey($order->id)
            ->whereIn('status', match ($status) {
                // A payment that came late is a sale all the same, if the store says so.
                OrderStatus::Paid, OrderStatus::RefundDue => [OrderStatus::Pending->value, OrderStatus::Failed->value],
                default => [OrderStatus::Pending->value],
            })
            ->update($values + ['status' => $status->value, 'settled_at' => Carbon::now()]);
        // In a transaction of the application's a plain reading may show the order as it was before another one settled it.
        $now = Order::query()->lockForUpdate()->findOrFail($order->id);
        $order->setRawAttributes($now->getAttributes(), sync: true);

        if ($changed === 1) {
            $this->app->make('events')->dispatch(new OrderSettled($order));
        }

        return $changed === 1;
    }
}
