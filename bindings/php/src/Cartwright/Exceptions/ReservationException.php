<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use RuntimeException;

/**
 * What is asked for is not held, or not any more. Each reason is a class of its own.
 */
abstract class ReservationException extends RuntimeException
{
    /**
     * Laravel asks this before it writes an exception to the log: that somebody was faster is no failure of the shop.
     */
    public function report(): bool
    {
        return true;
    }
}
