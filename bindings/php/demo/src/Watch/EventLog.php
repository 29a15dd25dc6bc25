<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

use Cartwright\Checkout\Events\OrderPlaced;
use Cartwright\Checkout\Events\OrderSettled;
use Cartwright\Checkout\Events\RefundDue;
use Cartwright\Reservations\Events\ReservationCommitted;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Reservations\Events\ReservationRefused;
use Cartwright\Reservations\Events\ReservationReleased;
use Illuminate\Contracts\Events\Dispatcher;
use MasyukAI\Cart\Events\CartCleared;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;

/**
 * The names of the events of carts, reservations and orders in the order in which they were fired.
 */
final class EventLog
{
    private const EVENTS = [
        CartCreated::class, CartCleared::class, CartUpdated::class, CartMerged::class, ItemAdded::class,
        ItemUpdated::class, ItemRemoved::class, CartConditionAdded::class, CartConditionRemoved::class,
        ReservationMade::class, ReservationRefused::class, ReservationCommitted::class, ReservationReleased::class,
        OrderPlaced::class, OrderSettled::class, RefundDue::class,
    ];

    /** @var list<string> */
    private array $events = [];

    /**
     * To be called before the package's own listener subscribes, which answers an event with CartUpdated: who listens
     * later sees the answer first.
     */
    public function listenTo(Dispatcher $events): void
    {
        $events->listen(self::EVENTS, function (object $event): void {
            $this->events[] = class_basename($event);
        });
    }

    /**
     * What came since the last time this was asked.
     *
     * @return list<string>
     */
    public function take(): array
    {
        $taken = $this->events;
        $this->events = [];

        return $taken;
    }
}
