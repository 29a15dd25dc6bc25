#!/usr/bin/env php
<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use InvalidArgumentException;
use Throwable;

require __DIR__ . '/../bootstrap.php';

/** Fewer acknowledged changes than this are a failure, of a hundred. */
const ACKNOWLEDGED_AT_LEAST = 99;

try {
    $options = new Options(array_slice($argv, 1));
} catch (InvalidArgumentException $mistake) {
    fwrite(STDERR, "run.php: {$mistake->getMessage()}\n");
    exit(2);
}

if ($options->help) {
    echo Options::HELP;
    exit;
}

$columns = '%-16s %12s %8s %7s %8s %6s %8s %8s %8s %8s' . "\n";
$lines = [];
$verdicts = [];
$directory = sys_get_temp_dir() . '/cartwright-processes-' . bin2hex(random_bytes(6));
echo "{$options->processes} processes with {$options->operations} changes of one cart each, seed {$options->seed}\n";

foreach ($options->drivers as $name => $database) {
    printf('%-16s', $name);
    mkdir($directory, 0700);

    try {
        $run = new Run($database, $options, $directory);
        $run->perform();
        $ledger = $run->ledger;
        $all = $options->processes * $options->operations;
        $acknowledged = $ledger->outcome(Ledger::ACKNOWLEDGED);
        $good = $ledger->lost === 0 && $ledger->doubled === 0 && $acknowledged * 100 >= $all * ACKNOWLEDGED_AT_LEAST;
        $verdicts[] = $good;
        $lines[] = [
            $name, $acknowledged, $ledger->outcome(Ledger::REFUSED), $ledger->outcome(Ledger::FAILED),
            $ledger->outcome(Ledger::UNKNOWN), $ledger->lost, $ledger->doubled, sprintf('%.0f', $all / $run->seconds),
            sprintf('%.1f', $ledger->percentile(50)), sprintf('%.1f', $ledger->percentile(99)),
        ];
        echo $good ? " passed\n" : " FAILED\n";

        foreach ($ledger->messages as $message => $times) {
            echo "  {$times} × {$message}\n";
        }

        foreach (array_slice($ledger->differences, 0, 10) as $difference) {
            echo "  {$difference}\n";
        }

        if (count($ledger->differences) > 10) {
            echo '  and ' . count($ledger->differences) - 10 . " more\n";
        }
    } catch (Throwable $failure) {
        $verdicts[] = false;
        echo " FAILED\n  {$failure->getMessage()}\n";
    } finally {
        unset($run);
        array_map(unlink(...), glob("{$directory}/*") ?: []);
        rmdir($directory);
    }
}

echo "\n";
array_unshift($lines, [
    'driver', 'acknowledged', 'refused', 'failed', 'unknown', 'lost', 'doubled', 'ops/s', 'p50 ms', 'p99 ms',
]);

foreach ($lines as $line) {
    printf($columns, ...$line);
}

$passed = count(array_filter($verdicts));
$failed = count($verdicts) - $passed;
echo "\n{$passed} passed, {$failed} failed\n";
exit($failed === 0 ? 0 : 1);
