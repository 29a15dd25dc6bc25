<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The lease is over, and the stock could not be taken again: what was paid is to be given back.
 */
final class ReservationExpiredException extends ReservationException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reservation_expired';
}
