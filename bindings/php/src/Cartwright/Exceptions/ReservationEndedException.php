<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The order's reservation has ended otherwise before, which is final. The detail has its "state".
 */
final class ReservationEndedException extends ReservationException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reservation_ended';
}
