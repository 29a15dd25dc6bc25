<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Events;

use Cartwright\Reservations\Commitment;

/**
 * An order was paid for: what was held is sold. It is told once, however often the payment is.
 */
final readonly class ReservationCommitted
{
    public function __construct(public Commitment $commitment)
    {
    }
}
