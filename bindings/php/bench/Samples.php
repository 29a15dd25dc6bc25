<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * Durations by name, of which the median counts: it leaves out what a checkpoint of SQLite or a garbage collection adds now
 * and then. Where the operating system gave the processor to somebody else meanwhile, a sample says how busy the machine
 * is, not what the work costs: it counts only if there are hardly any others, and then with the time that the processor
 * worked for it. Where a server does part of the work, the processor may be given to it, so all samples count.
 */
final class Samples
{
    private const ENOUGH = 3;

    /** @var array<string, list<int>> nanoseconds */
    private array $durations = [];

    /** @var array<string, list<int>> nanoseconds of the processor, of those that were interrupted */
    private array $interrupted = [];

    /** @var array<string, int> */
    private array $usage = [];

    private int $begun = 0;

    public function __construct(private readonly bool $asksServer = false)
    {
    }

    /**
     * Now begins what end() takes the time of.
     */
    public function begin(): void
    {
        $this->usage = getrusage();
        $this->begun = hrtime(true);
    }

    public function end(string $name): void
    {
        $took = hrtime(true) - $this->begun;

        $usage = getrusage();

        if ($this->asksServer || $usage['ru_nivcsw'] === $this->usage['ru_nivcsw']) {
            $this->durations[$name][] = $took;
        } else {
            // Who waited for the disk meanwhile has given the processor up himself.
            $waited = $usage['ru_nvcsw'] !== $this->usage['ru_nvcsw'];
            $this->interrupted[$name][] = $waited ? $took : self::worked($usage) - self::worked($this->usage);
        }
    }

    /**
     * @param array<string, int> $usage
     */
    private static function worked(array $usage): int
    {
        return 1000 * (1_000_000 * ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'])
            + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']);
    }

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
        $this->begin();
        $result = $work();
        $this->end($name);

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
        return array_keys($this->durations + $this->interrupted);
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

        if (count($sorted) < self::ENOUGH) {
            $sorted = [...$sorted, ...$this->interrupted[$name] ?? []];
        }

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
     * @return array<string, array{count: int, interrupted: int, median: float, quarter: float, three_quarters: float}> by name
     */
    public function summary(): array
    {
        $summary = [];

        foreach ($this->names() as $name) {
            $summary[$name] = [
                'count' => count($this->durations[$name] ?? []),
                'interrupted' => count($this->interrupted[$name] ?? []),
                'median' => round($this->median($name), 3),
                'quarter' => round($this->quantile($name, 0.25), 3),
                'three_quarters' => round($this->quantile($name, 0.75), 3),
            ];
        }

        return $summary;
    }
}
