<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The order's reservation belongs to another attempt.
 */
final class WrongReservationTokenException extends ReservationException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reservation_wrong_token';
}
