<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Events;

/**
 * The lease of an order ran out: others have what it held. The clean-up tells it, some time after it happened.
 */
final readonly class ReservationExpired
{
    /**
     * @param int $atMs milliseconds since 1970 by the clock of the store
     */
    public function __construct(public string $order, public string $owner, public int $atMs)
    {
    }
}
