<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * What the processes have written down, and whether the cart agrees.
 */
final class Ledger
{
    public const ACKNOWLEDGED = 'acknowledged';
    public const ACKNOWLEDGED_WITH_SALE = 'acknowledged with a sale';
    public const REFUSED = 'refused';
    public const FAILED = 'failed';
    public const UNKNOWN = 'unknown';

    /** @var array<string, int> how many operations ended how */
    private array $outcomes = [];

    /** @var array<string, int> quantity of each item, value of each condition; 0 where it is to be absent */
    private array $expected = [];

    /** @var array<int, int> sales by process */
    private array $sales = [];

    /** @var array<string, true> what an operation of unknown outcome may have touched */
    private array $uncertain = [];

    /** @var list<int> */
    private array $microseconds = [];

    /** @var array<string, int> */
    public array $messages = [];

    public int $lost = 0;

    public int $doubled = 0;

    /** @var list<string> */
    public array $differences = [];

    /**
     * @param array<string, int> $before what was in the cart before
     */
    public function __construct(array $before)
    {
        $this->expected = $before;
    }

    public function read(int $process, string $file): void
    {
        foreach (file($file, FILE_IGNORE_NEW_LINES) as $line) {
            $record = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
            [$outcome, $kind, $name, $number, $microseconds, $message] = $record;
            $this->microseconds[] = $microseconds;

            if ($outcome === self::ACKNOWLEDGED_WITH_SALE) {
                $this->sales[$process] = ($this->sales[$process] ?? 0) + 1;
                $outcome = self::ACKNOWLEDGED;
            }

            $this->outcomes[$outcome] = ($this->outcomes[$outcome] ?? 0) + 1;

            if ($outcome === self::ACKNOWLEDGED) {
                $this->apply($kind, $name, $number);
            } elseif ($outcome === self::UNKNOWN) {
                $this->uncertain[$name] = true;
            }

            if ($message !== '') {
                $this->messages[$message] = ($this->messages[$message] ?? 0) + 1;
            }
        }
    }

    /**
     * @param array<string, int> $found quantities of items and values of conditions
     * @param array<int, int> $sales
     */
    public function compare(array $found, array $sales): void
    {
        foreach ($this->expected + array_fill_keys(array_keys($found), 0) as $name => $number) {
            if (! isset($this->uncertain[$name])) {
                $this->count((string) $name, $number, $found[$name] ?? 0);
            }
        }

        foreach ($sales as $process => $number) {
            $this->count("sales of process {$process}", $this->sales[$process] ?? 0, $number);
        }
    }

    public function outcome(string $outcome): int
    {
        return $this->outcomes[$outcome] ?? 0;
    }

    /**
     * The milliseconds that so many of a hundred operations stayed under.
     */
    public function percentile(int $percent): float
    {
        if ($this->microseconds === []) {
            return 0.0;
        }

        sort($this->microseconds);

        return $this->microseconds[(int) ceil(count($this->microseconds) * $percent / 100) - 1] / 1000;
    }

    private function apply(string $kind, string $name, int $number): void
    {
        $was = $this->expected[$name] ?? 0;
        $this->expected[$name] = match ($kind) {
            // An update of what is not there does nothing; a shared item is always there.
            Operation::RAISE, Operation::ADD => $was + $number,
            Operation::SET => $was === 0 ? 0 : $number,
            Operation::CONDITION => $number,
            Operation::REMOVE, Operation::REMOVE_CONDITION => 0,
        };
    }

    private function count(string $what, int $expected, int $found): void
    {
        if ($expected !== $found) {
            $this->lost += max(0, $expected - $found);
            $this->doubled += max(0, $found - $expected);
            $this->differences[] = "{$what}: {$expected} acknowledged, {$found} found";
        }
    }
}
