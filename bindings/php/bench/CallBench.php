<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Closure;

/**
 * The rounds of the bench of the boundary.
 */
final class CallBench
{
    /** So many calls are one sample, in about so many nanoseconds: a call alone is as short as looking at the clock. */
    private const CALLS = 50;

    public const NOTHING = 'a closure of PHP';

    /** @var array<string, array<string, Closure>> */
    private readonly array $groups;

    public function __construct(private readonly float $seconds)
    {
        $nothing = static function (): void {
        };
        $this->groups = ['without a call' => [self::NOTHING => $nothing]] + Calls::all();
    }

    /**
     * @return array<string, list<string>> the functions that are called, by group
     */
    public function groups(): array
    {
        return array_map(array_keys(...), $this->groups);
    }

    public function calls(): Samples
    {
        $samples = new Samples();

        $this->rounds(function (Samples $samples): void {
            foreach ($this->groups as $calls) {
                foreach ($calls as $name => $call) {
                    $samples->timeMany($name, self::CALLS, $call);
                }
            }
        }, $samples);

        return $samples;
    }

    public function operations(int $items): Samples
    {
        $directory = rtrim((string) (getenv('CARTWRIGHT_BENCH_DIR') ?: dirname(__DIR__, 3) . '/target/bench'), '/')
            . '/calls-' . getmypid();
        is_dir($directory) || mkdir($directory, recursive: true);
        $samples = new Samples();

        try {
            $ways = CartWay::all($items, $directory);
            $this->rounds(static function (Samples $samples) use ($ways): void {
                foreach ([false, true] as $cold) {
                    foreach ($ways as $way) {
                        $way->measure($samples, $cold);
                    }
                }
            }, $samples);
            unset($ways);
        } finally {
            array_map(unlink(...), (array) glob("{$directory}/*"));
            rmdir($directory);
        }

        return $samples;
    }

    /**
     * @param Closure(Samples): void $round
     */
    private function rounds(Closure $round, Samples $samples): void
    {
        $round(new Samples());
        $ends = hrtime(true) + (int) ($this->seconds * 1e9);

        do {
            gc_collect_cycles();
            $round($samples);
        } while (hrtime(true) < $ends);
    }
}
