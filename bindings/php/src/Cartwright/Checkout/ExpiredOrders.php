<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Contracts\Container\Container;
use Illuminate\Support\Carbon;

/**
 * Marks the orders failed that nobody paid for in time, in batches; and those paid whose payment was interrupted after the sale.
 *
 * @internal
 */
final readonly class ExpiredOrders
{
    private const BATCH = 200;

    public function __construct(private Container $app, private ReservationManager $reservations)
    {
    }

    /**
     * @return array{cleaned: int, failed: list<string>} how many, and the orders whose store could not be asked
     */
    public function fail(): array
    {
        $settled = new SettledOrders($this->app, $this->reservations);
        $cleaned = 0;
        $failed = [];
        $after = '';

        do {
            $orders = Order::query()
                ->where('status', OrderStatus::Pending->value)
                ->where('expires_at', '<=', Carbon::now())
                ->where('id', '>', $after)
                ->orderBy('id')
                ->limit(self::BATCH)
                ->get();

            foreach ($orders as $order) {
                $after = $order->id;

                try {
                    $cleaned += $settled->fail($order, 'expired') ? 1 : 0;
                } catch (EngineRefusal) {
                    $failed[] = $order->id;
                }
            }
        } while (count($orders) === self::BATCH);

        return ['cleaned' => $cleaned, 'failed' => $failed];
    }
}
