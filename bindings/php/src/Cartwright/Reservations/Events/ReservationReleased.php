<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Events;

/**
 * What was held for an order was given back by its holder.
 */
final readonly class ReservationReleased
{
    public function __construct(public string $order)
    {
    }
}
