<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * More would be held than one owner, or all, may hold. The detail has the "limit".
 */
final class ReservationLimitException extends ReservationException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reservation_limit';
}
