<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Events;

/**
 * What somebody held was taken back in spite of him.
 */
final readonly class ReservationForced
{
    public function __construct(public string $order, public string $reason)
    {
    }
}
