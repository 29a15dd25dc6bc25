#!/usr/bin/env php
<?php

declare(strict_types=1);

namespace Cartwright\Tests\visitors;

use Cartwright\Tests\Support\Directory;
use RuntimeException;

require __DIR__ . '/../bootstrap.php';

const HELP = <<<'TEXT'
    One visitor with many windows: his requests go through Laravel's own cycle in many processes at once, and at the end
    every acknowledged change has to be there, where that is promised. Where it is not, what was lost is printed.

    usage: php bindings/php/tests/visitors/run.php [options]

      --trial=NAME      one of them only; --trial=list lists them
      --windows=N       how many processes, 8
      --requests=N      how many requests each makes, 24 (CARTWRIGHT_DEEP=1: 400)

    Exit code 1 if something was lost or refused where nothing may be.

    TEXT;

$options = getopt('', ['trial:', 'windows:', 'requests:', 'help']);

if (isset($options['help'])) {
    echo HELP;
    exit;
}

if (($options['trial'] ?? '') === 'list') {
    foreach (Trial::cases() as $trial) {
        echo "{$trial->value}: {$trial->describe()}\n";
    }

    exit;
}

$windows = max(1, (int) ($options['windows'] ?? 8));
$requests = max(1, (int) ($options['requests'] ?? (getenv('CARTWRIGHT_DEEP') === '1' ? 400 : 24)));
$trials = isset($options['trial']) ? [Trial::from($options['trial'])] : Trial::cases();
$good = true;
printf("One visitor, %d windows with %d requests each\n", $windows, $requests);
printf("%-62s %8s %6s %8s %9s %8s %8s\n", '', 'changes', 'lost', 'refused', 'requests', 'p50 ms', 'p99 ms');

foreach ($trials as $trial) {
    $directory = new Directory();
    $shop = new Shop($trial, $directory->path);
    $shop->prepare();
    $shop->visit('/look');
    $processes = [];

    for ($window = 1; $window <= $windows; $window++) {
        $command = [
            PHP_BINARY,
            __DIR__ . '/worker.php',
            (string) $window,
            $trial->value,
            $directory->path,
            $shop->cookie,
            (string) $requests,
        ];
        $processes[] = [proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $pipes), $pipes];
    }

    foreach ($processes as [, $pipes]) {
        fgets($pipes[1]) === "ready\n" || throw new RuntimeException('A window could not be opened');
    }

    $begun = hrtime(true);

    foreach ($processes as [, $pipes]) {
        fwrite($pipes[0], "go\n");
    }

    $expected = ['items' => [], 'conditions' => []];
    $refused = [];
    $milliseconds = [];

    foreach ($processes as [$process, $pipes]) {
        $said = json_decode((string) fgets($pipes[1]), true, 512, JSON_THROW_ON_ERROR);

        foreach ($said['items'] as $item => $quantity) {
            $expected['items'][$item] = ($expected['items'][$item] ?? 0) + $quantity;
        }

        $expected['conditions'] = [...$expected['conditions'], ...$said['conditions']];
        $refused = [...$refused, ...$said['refused']];
        $milliseconds = [...$milliseconds, ...$said['milliseconds']];
        array_map(fclose(...), $pipes);
        proc_close($process);
    }

    $seconds = (hrtime(true) - $begun) / 1e9;
    $found = $shop->visit('/cart');
    $lost = count(array_diff($expected['conditions'], $found['conditions']));

    foreach ($expected['items'] as $item => $quantity) {
        $lost += max(0, $quantity - ($found['items'][$item] ?? 0));
    }

    sort($milliseconds);
    printf(
        "%-62s %8d %6d %8d %7d/s %8.1f %8.1f  %s\n",
        $trial->describe(),
        array_sum($expected['items']) + count($expected['conditions']),
        $lost,
        count($refused),
        count($milliseconds) / $seconds,
        $milliseconds[intdiv(count($milliseconds), 2)],
        $milliseconds[(int) (count($milliseconds) * 0.99)],
        $trial->promises() ? ($lost + count($refused) === 0 ? 'passed' : 'FAILED') : 'nothing is promised',
    );

    foreach (array_count_values($refused) as $message => $times) {
        echo "  {$times} × {$message}\n";
    }

    $good = $good && (! $trial->promises() || $lost + count($refused) === 0);
}

exit($good ? 0 : 1);
