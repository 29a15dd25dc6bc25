<?php

declare(strict_types=1);

/*
 * The bench of the boundary. `make bench-calls` runs it; `php bindings/php/bench/calls.php --help`.
 */

namespace Cartwright\Bench;

require __DIR__ . '/bootstrap.php';

const HELP = <<<'TEXT'
    Measures each call from PHP into the native library, and whole operations on carts of 1, 10, 100 and 1000 items in each of
    the ways in which carts live, beside what was seen before it was built.

    usage: calls.php [--quick] [--seconds=N] [--items=N,…] [--json]

      --quick      a tenth of the time; the figures waver more
      --seconds=N  so long for all calls, and for each number of items; 20, with --quick 2
      --items=N,…  other numbers of items
      --json       everything as one JSON document instead of tables

    Figures are microseconds: the median, and in brackets the quarter and the three quarters of all samples. What is
    compared is done in turns, one round after the other. SQLite's files are in $CARTWRIGHT_BENCH_DIR, else in target/bench.

    hosted, text        the host loads the text of the columns (cold), and takes the text that it has to store
    hosted, primed      the host hands over line by line what is computed with (cold), and stores what it has itself
    memory, SQLite      carts of an engine: each change is stored before the call returns; cold: the handle reads first

    TEXT;

$options = Arguments::read(
    array_slice($argv, 1),
    ['help' => false, 'quick' => false, 'json' => false, 'seconds' => true, 'items' => true],
);

if (isset($options['help'])) {
    echo HELP;
    exit;
}

if (isset($options[0])) {
    fwrite(STDERR, "calls.php: unknown argument '{$options[0]}'; see --help\n");
    exit(2);
}

$sizes = array_map(intval(...), explode(',', $options['items'] ?? '1,10,100,1000'));
$seconds = (float) ($options['seconds'] ?? (isset($options['quick']) ? 2 : 20));

if (min($sizes) < 1 || max($sizes) > 1900 || $seconds <= 0) {
    fwrite(STDERR, "calls.php: --items from 1 to 1900, --seconds above 0\n");
    exit(2);
}

$bench = new CallBench($seconds);
$machine = Machine::describe();
$calls = $bench->calls();
$operations = [];

foreach ($sizes as $items) {
    $operations[$items] = $bench->operations($items);
}

if (isset($options['json'])) {
    echo json_encode([
        'machine' => $machine,
        'seconds' => $seconds,
        'calls' => $calls->summary(),
        'operations' => array_map(static fn (Samples $one): array => $one->summary(), $operations),
    ], JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR), "\n";
    exit;
}

foreach ($machine as $what => $description) {
    printf("%-10s %s\n", $what, $description);
}

$report = new CallReport(require __DIR__ . '/earlier.php');
$report->calls($bench->groups(), $calls);
$report->operations($operations);
