<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use DateInterval;
use DateTimeInterface;
use Illuminate\Support\Carbon;
use InvalidArgumentException;

/**
 * How long a value is good, in seconds: fresh until the soft end, served while another makes it anew until the hard one.
 *
 * @internal
 */
final readonly class Lifetimes
{
    /** 366 days, as the engine has it; what is to be good for longer is kept for so long. */
    private const LONGEST = 31_622_400;

    private function __construct(public int $soft, public int $hard)
    {
    }

    /**
     * @param DateTimeInterface|DateInterval|array{int, int}|int $ttl
     */
    public static function of(DateTimeInterface|DateInterval|array|int $ttl): self
    {
        [$soft, $hard] = is_array($ttl) ? self::pair($ttl) : [self::seconds($ttl), self::seconds($ttl)];

        return $soft <= $hard ? new self($soft, $hard) : throw new InvalidArgumentException(
            "A value cannot be fresh for {$soft} seconds and good for {$hard}; the first may not be the greater",
        );
    }

    /**
     * What is over when it begins need not be kept, as with Laravel's own cache.
     */
    public function isOver(): bool
    {
        return $this->hard <= 0;
    }

    /**
     * @param array<array-key, mixed> $ttl
     *
     * @return array{int, int}
     */
    private static function pair(array $ttl): array
    {
        return count($ttl) === 2
            ? array_map(self::seconds(...), array_values($ttl))
            : throw new InvalidArgumentException('Flexible lifetimes are two: [fresh for, good for]');
    }

    private static function seconds(mixed $ttl): int
    {
        return min(self::LONGEST, match (true) {
            is_int($ttl) => $ttl,
            $ttl instanceof DateInterval => self::until(Carbon::now()->add($ttl)),
            $ttl instanceof DateTimeInterface => self::until(Carbon::instance($ttl)),
            default => throw new InvalidArgumentException('A lifetime is a number of seconds, an interval or a date'),
        });
    }

    private static function until(Carbon $end): int
    {
        return (int) ceil(($end->getPreciseTimestamp(3) - Carbon::now()->getPreciseTimestamp(3)) / 1000);
    }
}
