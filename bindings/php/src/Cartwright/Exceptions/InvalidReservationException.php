<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use InvalidArgumentException;

/**
 * A key, a name, a quantity, a time, a count or a reason of a reservation is none. The detail has the "reason".
 */
final class InvalidReservationException extends InvalidArgumentException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'invalid_reservation';
}
