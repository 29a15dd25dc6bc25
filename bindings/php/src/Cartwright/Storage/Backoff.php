<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Closure;

/**
 * How often, how long and after which pause work is done again.
 */
final class Backoff
{
    /** @var Closure(int): void */
    private readonly Closure $sleep;

    /** @var Closure(int, int): int */
    private readonly Closure $random;

    /** @var Closure(): float */
    private readonly Closure $clock;

    /**
     * @param int $attempts how often at most
     * @param float $seconds how long at most; the last attempt is begun before
     * @param (Closure(int): void)|null $sleep pauses for so many microseconds
     * @param (Closure(int, int): int)|null $random a number between two, inclusive
     * @param (Closure(): float)|null $clock seconds that only go forward
     * @param int $base microseconds, at most, of the first pause; each further one may be twice as long
     * @param int $longest microseconds, at most, of any
     */
    public function __construct(
        public readonly int $attempts = 12,
        public readonly float $seconds = 20.0,
        ?Closure $sleep = null,
        ?Closure $random = null,
        ?Closure $clock = null,
        private readonly int $base = 1_000,
        private readonly int $longest = 100_000,
    ) {
        $this->sleep = $sleep ?? usleep(...);
        $this->random = $random ?? random_int(...);
        $this->clock = $clock ?? static fn (): float => hrtime(true) / 1e9;
    }

    /**
     * Seconds on the clock that `seconds` are counted by.
     */
    public function now(): float
    {
        return ($this->clock)();
    }

    /**
     * Whether one more attempt may begin.
     */
    public function allows(int $attempt, float $begun): bool
    {
        return $attempt <= $this->attempts && $this->now() - $begun < $this->seconds;
    }

    /**
     * Pauses for a random time that grows with the attempts.
     */
    public function pause(int $attempt): void
    {
        $longest = min($this->longest, $this->base << min(7, max(0, $attempt - 1)));
        ($this->sleep)(($this->random)(0, $longest));
    }
}
