<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Events\OrderPlaced;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Laravel\AfterCommit;
use Cartwright\Laravel\Settings;
use Cartwright\Reservations\Reservation;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Encryption\DecryptException;
use Illuminate\Support\Carbon;
use Illuminate\Support\Str;
use Throwable;

/**
 * Orders that are to be paid for: one to a buyer, and not for ever.
 *
 * @internal
 */
final readonly class PendingOrders
{
    public function __construct(
        private Container $app,
        private ReservationManager $reservations,
        private SettledOrders $settled,
        private string $gateway,
    ) {
    }

    /**
     * The buyer's pending order of these lines, or a new one.
     */
    public function order(string $userId, CartLines $cart): Order
    {
        $order = $this->pendingOf($userId);

        if ($order === null) {
            return $this->begin($userId, $cart);
        }

        if (! $order->expires_at->isFuture()) {
            // A lease may be longer than the time to pay: nobody waits for what he himself did not pay.
            $isHeld = $this->reservations->find($order->id)?->isHeld() ?? false;
            $this->settled->fail($order, 'expired');

            return $this->begin($userId, $cart, $isHeld ? $order->held_since : null);
        }

        $heldSince = $order->held_since;

        if ($this->isOf($order, $cart)) {
            try {
                return $this->prolonged($order);
            } catch (ReservationException|DecryptException) {
                // What it held is gone, and with it the order.
                $heldSince = null;
            }
        }

        // Ended, not amended: somebody may be paying for what it was. What he pays then is given back.
        $this->settled->fail($order, 'replaced');

        return $this->begin($userId, $cart, $heldSince);
    }

    private function pendingOf(string $userId): ?Order
    {
        return Order::query()
            ->where('user_id', $userId)
            ->where('status', OrderStatus::Pending->value)
            ->latest()
            ->get()
            // To a database `ada` and `ADA` may be one.
            ->first(static fn (Order $pending): bool => $pending->user_id === $userId);
    }

    private function isOf(Order $order, CartLines $cart): bool
    {
        return [$order->items, $order->amount, $order->currency, $order->gateway]
            === [$cart->items, $cart->amount, $cart->currency, $this->gateway];
    }

    /**
     * @param Carbon|null $heldSince since when this buyer holds goods without a break
     */
    private function begin(string $userId, CartLines $cart, ?Carbon $heldSince = null): Order
    {
        $id = (string) Str::uuid();
        // The store has a clock of its own, and may have kept for a moment longer what this one says is over.
        $heldSince = $heldSince !== null && $this->end($heldSince)->isFuture() ? $heldSince : Carbon::now();
        $held = $this->reservations->reserve($id, $userId, $cart->lines, $this->lease($heldSince));

        try {
            $order = Order::query()->forceCreate([
                'id' => $id,
                'user_id' => $userId,
                'status' => OrderStatus::Pending,
                'items' => $cart->items,
                'amount' => $cart->amount,
                'currency' => $cart->currency,
                'reservation_token' => $held->token,
                'gateway' => $this->gateway,
                'held_since' => $heldSince,
                'expires_at' => $this->expiry($heldSince),
            ]);
        } catch (Throwable $failure) {
            $this->reservations->release($held);

            throw $failure;
        }

        AfterCommit::tell($this->app, new OrderPlaced($order));

        return $order;
    }

    private function prolonged(Order $order): Order
    {
        $expiry = $this->expiry($order->held_since);

        if ($expiry <= $order->expires_at) {
            // He has had all the time that there is; others are to have their chance when it is over.
            $this->reservations->check($order->id, $order->reservation_token);

            return $order;
        }

        $this->reservations->renew(
            new Reservation($order->id, $order->user_id, $order->reservation_token, '', 0, true),
            $this->lease($order->held_since),
        );
        $order->forceFill(['expires_at' => $expiry])->save();

        return $order;
    }

    /**
     * Until when may be paid for what is held since then.
     */
    private function expiry(Carbon $heldSince): Carbon
    {
        return Carbon::now()->addSeconds($this->window())->min($this->end($heldSince));
    }

    /**
     * Who orders again and again holds nothing for ever: then his lease is over, and others have their chance.
     */
    private function end(Carbon $heldSince): Carbon
    {
        $longest = Settings::of($this->app)->integer('reservations.checkout.longest_hold', 7200);

        return $heldSince->copy()->addSeconds(max($this->window(), $longest));
    }

    /**
     * @return int|null seconds; null for as long as the settings say, which is no less than the time to pay
     */
    private function lease(Carbon $heldSince): ?int
    {
        $left = $this->end($heldSince)->getTimestamp() - Carbon::now()->getTimestamp();

        return $left >= Settings::of($this->app)->integer('reservations.lease', $this->window()) ? null : max(1, $left);
    }

    private function window(): int
    {
        return Settings::of($this->app)->integer('reservations.payment_window', 1800);
    }
}
