<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Exceptions\NotConfirmedException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Laravel\Settings;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Container\Container;

/**
 * Takes back what orders hold, in spite of their buyers, and fails those of them that are ours.
 *
 * @internal
 */
final readonly class TakeBack
{
    private const BATCH = 200;

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
        $this->failOrders([$orderId]);

        return $fence;
    }

    /**
     * The same with everything that is held.
     *
     * @return int how many reservations
     *
     * @throws NotConfirmedException
     */
    public function everything(bool $confirm, string $reason): int
    {
        $orders = $this->reservations->clear($confirm, $reason);
        $this->failOrders($orders);

        return count($orders);
    }

    /**
     * Reservations may also be held without an order of ours.
     *
     * @param list<string> $orderIds
     */
    private function failOrders(array $orderIds): void
    {
        if (! Settings::of($this->app)->switch('reservations.checkout.enabled', false)) {
            return;
        }

        $settled = new SettledOrders($this->app, $this->reservations);

        foreach (array_chunk($orderIds, self::BATCH) as $batch) {
            foreach (Order::query()->whereKey($batch)->get() as $order) {
                $settled->fail($order, 'released');
            }
        }
    }
}
