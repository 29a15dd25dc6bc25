<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * Durations by name, of which the median counts: it leaves out what a busy machine, a checkpoint of SQLite or a garbage
 * collection adds now and then.
 */
final class Samples
{
    /** @var array<string, list<int>> nanoseconds */
    private array $durations = [];

    public function add(string $name, int $nanoseconds): void
    {
        $this->durations[$name][] = $nanoseconds;
    }

    /**
     * @template T
     *
     * @param callable(): T $work
     *
     * @return T
     */
    public function time(string $name, callable $work): mixed
    {
        $begun = hrtime(true);
        $result = $work();
        $this->durations[$name][] = hrtime(true) - $begun;

        return $result;
    }

    /**
     * Several calls as one sample, for what is too short to be timed alone.
     */
    public function timeMany(string $name, int $calls, callable $work): void
    {
        $begun = hrtime(true);

        for ($call = 0; $call < $calls; $call++) {
            $work();
        }

        $this->durations[$name][] = intdiv(hrtime(true) - $begun, $calls);
    }

    /**
     * @return list<string> in the order in which they came first
     */
    public function names(): array
    {
        return array_keys($this->durations);
    }

    /**
     * In microseconds; null if there are no samples.
     */
    public function median(string $name): ?float
    {
        return $this->quantile($name, 0.5);
    }

    public function quantile(string $name, float $part): ?float
    {
        $sorted = $this->durations[$name] ?? [];

        if ($sorted === []) {
            return null;
        }

        sort($sorted);
        $at = $part * (count($sorted) - 1);
        $below = $sorted[(int) floor($at)];
        $above = $sorted[(int) ceil($at)];

        return ($below + ($above - $below) * ($at - floor($at))) / 1000;
    }

    /**
     * @return array<string, array{count: int, median: float, quarter: float, three_quarters: float}> by name
     */
    public function summary(): array
    {
        $summary = [];

        foreach (array_keys($this->durations) as $name) {
            $summary[$name] = [
                'count' => count($this->durations[$name]),
                'median' => round($this->median($name), 3),
                'quarter' => round($this->quantile($name, 0.25), 3),
                'three_quarters' => round($this->quantile($name, 0.75), 3),
            ];
        }

        return $summary;
    }
}
