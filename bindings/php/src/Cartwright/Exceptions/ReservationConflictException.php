<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The order has a reservation with other lines, or of another owner.
 */
final class ReservationConflictException extends ReservationException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reservation_conflict';
}
