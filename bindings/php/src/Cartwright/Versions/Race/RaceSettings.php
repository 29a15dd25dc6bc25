<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

/**
 * How large a race is.
 *
 * @internal
 */
final readonly class RaceSettings
{
    /**
     * @param ?int $changes of each writer, after which the race is over; null: when its seconds are
     * @param int $seed repeats the choices of the processes; what the machine does meanwhile is not repeated
     */
    public function __construct(
        public int $writers = 3,
        public int $readers = 3,
        public float $seconds = 5.0,
        public int $seed = 1,
        public ?Plant $plant = null,
        public ?int $changes = null,
    ) {
    }
}
