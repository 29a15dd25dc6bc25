<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * Nothing is known of the order: never reserved, or forgotten long after it ended.
 */
final class UnknownReservationException extends ReservationException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reservation_unknown';
}
