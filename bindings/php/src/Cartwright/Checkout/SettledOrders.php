<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Events\OrderSettled;
use Cartwright\Checkout\Events\RefundDue;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Laravel\AfterCommit;
use Cartwright\Reservations\KnownReservation;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Encryption\DecryptException;
use Illuminate\Support\Carbon;

/**
 * How orders end: what the store of reservations decides, and the table of orders notes. Whatever stops between the two is noted by
 * whoever looks next.
 *
 * @internal
 */
final readonly class SettledOrders
{
    public function __construct(private Container $app, private ReservationManager $reservations)
    {
    }

    public function paid(Order $order, PaymentNotice $notice): Settlement
    {
        if ($order->status === OrderStatus::Paid) {
            // The store forgets what was sold long ago; asked again it would know nothing, and the money would go back.
            return $this->paidBy($order, $notice);
        }

        try {
            $this->reservations->commit($order->id, $order->reservation_token);
        } catch (ReservationException) {
            $this->note($order, OrderStatus::RefundDue, [
                'payment_reference' => $notice->reference,
                'failure' => 'paid_too_late',
            ]);

            return $this->refund($order, $notice);
        }

        $this->note($order, OrderStatus::Paid, ['payment_reference' => $notice->reference, 'failure' => null]);

        return $this->paidBy($order, $notice);
    }

    public function notPaid(Order $order): Settlement
    {
        if ($order->status === OrderStatus::Pending) {
            $this->fail($order, 'payment_failed');
        }

        return new Settlement($order->refresh(), refundDue: false);
    }

    /**
     * Releases what a pending order holds, and then fails it. One that is sold is noted as paid: whoever sold it may have died before
     * he could.
     *
     * @return bool whether it was ended; not if a payment was faster
     */
    public function fail(Order $order, string $failure): bool
    {
        try {
            $this->reservations->release($order->id, $order->reservation_token);
        } catch (ReservationException|DecryptException) {
            if ($this->reservations->find($order->id)?->state === KnownReservation::COMMITTED) {
                $this->note($order, OrderStatus::Paid, ['failure' => null]);

                return false;
            }

            // Nothing is held any more, or until the lease is over: the application's key is another one.
        }

        return $this->note($order, OrderStatus::Failed, ['failure' => $failure]);
    }

    /**
     * Of two payments for one order the one that it does not go by is given back; the same payment told twice is not. One whose
     * sale was noted without its payment goes by the first that comes.
     */
    private function paidBy(Order $order, PaymentNotice $notice): Settlement
    {
        if ($order->payment_reference === null) {
            Order::query()
                ->whereKey($order->id)
                ->whereNull('payment_reference')
                ->update(['payment_reference' => $notice->reference]);
            $this->readAnew($order);
        }

        return $order->payment_reference === $notice->reference
            ? new Settlement($order, refundDue: false)
            : $this->refund($order, $notice);
    }

    /**
     * The order remembers one payment; of another only the event tells the shop.
     */
    private function refund(Order $order, PaymentNotice $notice): Settlement
    {
        AfterCommit::tell($this->app, new RefundDue($order, $notice->reference));

        return new Settlement($order, refundDue: true);
    }

    /**
     * Writes what the store of reservations has decided, once: the first payment's reference stays.
     *
     * @param array<string, mixed> $values
     *
     * @return bool whether it was written now
     */
    private function note(Order $order, OrderStatus $status, array $values): bool
    {
        $changed = Order::query()
            ->whereKey($order->id)
            ->whereIn('status', match ($status) {
                // A payment that came late is a sale all the same, if the store says so.
                OrderStatus::Paid, OrderStatus::RefundDue => [OrderStatus::Pending->value, OrderStatus::Failed->value],
                default => [OrderStatus::Pending->value],
            })
            ->update($values + ['status' => $status->value, 'settled_at' => Carbon::now()]);
        $this->readAnew($order);

        if ($changed === 1) {
            AfterCommit::tell($this->app, new OrderSettled($order));
        }

        return $changed === 1;
    }

    /**
     * In a transaction of the application's a plain reading may show the order as it was before another one settled it.
     */
    private function readAnew(Order $order): void
    {
        $now = Order::query()->lockForUpdate()->findOrFail($order->id);
        $order->setRawAttributes($now->getAttributes(), sync: true);
    }
}
