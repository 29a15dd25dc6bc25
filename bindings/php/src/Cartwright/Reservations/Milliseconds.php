<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\InvalidReservationException;

/**
 * Times as the engine takes them. What is no number of seconds is refused here, because JSON has no words for it.
 *
 * @internal
 */
final class Milliseconds
{
    public static function ofLease(int|float|null $seconds): int|float|null
    {
        return $seconds === null ? null : self::checked($seconds * 1000, 'lifetime');
    }

    public static function ofWait(int|float $seconds): int|float
    {
        return self::checked($seconds * 1000, 'wait');
    }

    /**
     * Whether it is long enough and not too long is the engine's to say.
     */
    public static function checked(int|float $milliseconds, string $what): int|float
    {
        if (! is_finite((float) $milliseconds)) {
            throw new InvalidReservationException("A {$what} is a finite number; {$milliseconds} is none", [
                'reason' => 'invalid_lifetime',
            ]);
        }

        return $milliseconds;
    }
}
