<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Throwable;

/**
 * What the runs came to. What was said in one is printed when it has ended; the numbers of all at the end.
 */
final class Table
{
    private const COLUMNS = "%-30s %12s %8s %8s %6s %8s %8s %8s %8s\n";
    private const TITLES = [
        'carts in', 'acknowledged', 'refused', 'unknown', 'lost', 'doubled', 'ops/s', 'p50 ms', 'p99 ms',
    ];

    /** Fewer acknowledged changes than this are a failure, of a hundred. */
    private const ACKNOWLEDGED_AT_LEAST = 99;

    /** So many differences of one run are named. */
    private const NAMED = 10;

    /** @var list<list<string|int>> */
    private array $lines = [];

    private int $passed = 0;

    private int $failed = 0;

    public function __construct(private readonly Options $options)
    {
    }

    public function add(string $name, Ledger $ledger, float $seconds): void
    {
        $acknowledged = $ledger->outcome(Ledger::ACKNOWLEDGED);
        $isGood = ($ledger->lost === 0 || $this->options->isForgetful) && $ledger->doubled === 0
            && match ($this->options->harm) {
                null => $acknowledged * 100 >= $ledger->operations() * self::ACKNOWLEDGED_AT_LEAST,
                Harm::KillCallers => true,
                default => $ledger->hasFelt() && $ledger->hasRecovered(),
            };
        $this->say($isGood, $ledger);
        $this->lines[] = [
            $name,
            $acknowledged,
            $ledger->outcome(Ledger::REFUSED),
            $ledger->outcome(Ledger::UNKNOWN),
            $ledger->lost,
            $ledger->doubled,
            sprintf('%.0f', $ledger->operations() / $seconds),
            sprintf('%.1f', $ledger->percentile(50)),
            sprintf('%.1f', $ledger->percentile(99)),
        ];
    }

    public function addFailure(Throwable $failure): void
    {
        $this->failed++;
        echo " FAILED\n  " . class_basename($failure) . ": {$failure->getMessage()}\n";
    }

    public function print(): void
    {
        echo "\n";

        foreach ([self::TITLES, ...$this->lines] as $line) {
            printf(self::COLUMNS, ...$line);
        }

        echo "\n{$this->passed} passed, {$this->failed} failed\n";
    }

    public function hasFailures(): bool
    {
        return $this->failed > 0;
    }

    private function say(bool $isGood, Ledger $ledger): void
    {
        $isGood ? $this->passed++ : $this->failed++;
        echo $isGood ? " passed\n" : " FAILED\n";

        foreach ($ledger->messages as $message => $times) {
            echo "  {$times} × {$message}\n";
        }

        if ($this->options->harm?->isOfServer()) {
            echo $ledger->hasFelt() ? '' : "  nobody has felt it, so nothing is shown\n";
            echo $ledger->hasRecovered() ? '' : "  a process was refused once more when it was over\n";
        }

        if ($this->options->isForgetful) {
            return;
        }

        foreach (array_slice($ledger->differences, 0, self::NAMED) as $difference) {
            echo "  {$difference}\n";
        }

        if (count($ledger->differences) > self::NAMED) {
            echo '  and ' . count($ledger->differences) - self::NAMED . " more\n";
        }
    }
}
