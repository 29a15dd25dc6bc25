<?php

declare(strict_types=1);

/*
 * The bench of the database path. `make bench` runs it on real Laravel; `php bindings/php/bench/run.php --help`.
 */

namespace Cartwright\Bench;

require __DIR__ . '/bootstrap.php';

const HELP = <<<'TEXT'
    Measures the cart on Laravel's database driver, on SQLite files in two journal modes, with carts of 1, 10, 100 and
    1000 items, beside a cart in plain PHP and beside what nobody can do without.

    usage: run.php [--quick] [--seconds=N] [--storage=NAME] [--items=N,…] [--json]

      --quick         a sixth of the time; the figures waver more
      --seconds=N     so long for each storage and number of items; 25, with --quick 4
      --storage=NAME  only sqlite-wal or sqlite-default
      --items=N,…     other numbers of items
      --json          everything as one JSON document instead of tables

    The database files are in $CARTWRIGHT_BENCH_DIR, else in target/bench. The figures are microseconds, medians. How to
    read them: docs/performance.md.

    TEXT;

$options = Arguments::read(
    array_slice($argv, 1),
    ['help' => false, 'quick' => false, 'json' => false, 'seconds' => true, 'storage' => true, 'items' => true],
);

if (isset($options['help'])) {
    echo HELP;
    exit;
}

$storages = isset($options['storage']) ? [$options['storage']] : array_keys(Shop::STORAGES);

if (array_diff($storages, array_keys(Shop::STORAGES)) !== []) {
    fwrite(STDERR, "run.php: the storages are " . implode(' and ', array_keys(Shop::STORAGES)) . "\n");
    exit(2);
}

if (isset($options[0])) {
    fwrite(STDERR, "run.php: unknown argument '{$options[0]}'; see --help\n");
    exit(2);
}

$sizes = array_map(intval(...), explode(',', $options['items'] ?? '1,10,100,1000'));
$seconds = (float) ($options['seconds'] ?? (isset($options['quick']) ? 4 : 25));

if (min($sizes) < 1 || max($sizes) > 1900 || $seconds <= 0) {
    fwrite(STDERR, "run.php: --items from 1 to 1900, --seconds above 0\n");
    exit(2);
}

$targets = new Targets();
$machine = Machine::describe();
$asJson = isset($options['json']);
$all = [];
$document = ['machine' => $machine, 'seconds' => $seconds, 'storages' => []];

if (! $asJson) {
    foreach ($machine as $what => $description) {
        printf("%-10s %s\n", $what, $description);
    }
}

foreach ($storages as $storage) {
    $shop = Shop::open($storage);
    $rows = [];
    $samples = [];

    if (! $asJson) {
        printf("\n%s: %s, microseconds\n\n", $storage, $shop->describe());
    }

    foreach ($sizes as $items) {
        if (stream_isatty(STDERR)) {
            fprintf(STDERR, "\r%s, %d items …\033[K", $storage, $items);
        }

        $samples[$items] = (new Section($shop, $items))->measure($seconds);
        array_push($rows, ...Row::all($storage, $items, $samples[$items], $targets));
    }

    if (stream_isatty(STDERR)) {
        fwrite(STDERR, "\r\033[K");
    }

    if ($shop->updates === 0) {
        fwrite(STDERR, "run.php: no listener was called; what was measured means nothing\n");
        exit(1);
    }

    $all[$storage] = $rows;
    $document['storages'][$storage] = [
        'pragmas' => $shop->describe(),
        'rows' => $rows,
        'samples' => array_map(static fn (Samples $one): array => $one->summary(), $samples),
    ];

    if (! $asJson) {
        // By operation, as one looks for how it grows.
        $order = array_flip([...Shopper::OPERATIONS, 'request']);
        usort($rows, static fn (Row $a, Row $b): int => [$order[$a->operation], $a->items]
            <=> [$order[$b->operation], $b->items]);
        Report::operations($rows);
        echo "\n";
        Report::floors($samples);
        Report::warnOfTheDisk($samples);
    }

    $shop->close();
}

if ($asJson) {
    echo json_encode($document, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR), "\n";
} else {
    echo "\n";
    Report::missed($all);
}
