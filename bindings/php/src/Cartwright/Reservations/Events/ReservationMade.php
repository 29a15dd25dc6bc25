<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Events;

use Cartwright\Reservations\Line;
use Cartwright\Reservations\Reservation;

/**
 * All lines of an order are held, for the first time or after it was amended.
 */
final readonly class ReservationMade
{
    /**
     * @param list<Line> $lines
     */
    public function __construct(public Reservation $reservation, public array $lines)
    {
    }
}
