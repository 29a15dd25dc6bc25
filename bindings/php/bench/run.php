<?php

declare(strict_types=1);

/*
 * The bench of the drivers. `make bench` runs it on real Laravel; `php bindings/php/bench/run.php --help`.
 */

namespace Cartwright\Bench;

require __DIR__ . '/bootstrap.php';

const HELP = <<<'TEXT'
    Measures the cart on each of Laravel's drivers, with carts of 1, 10, 100 and 1000 items, beside a cart in plain PHP and
    beside what nobody can do without.

    usage: run.php [--quick] [--seconds=N] [--driver=NAME,…] [--items=N,…] [--json]

      --quick         a sixth of the time; the figures waver more
      --seconds=N     so long for each driver and number of items; 8, with --quick 1.5
      --driver=NAME   only these: session, cache (in memory), cache-redis, database (SQLite, WAL), database-default
                      (SQLite as it comes), sqlite (the engine's own layout), native-database (the engine on the
                      database driver's table), redis (the engine on Redis)
      --items=N,…     other numbers of items
      --json          everything as one JSON document instead of tables

    The files are in $CARTWRIGHT_BENCH_DIR, else in target/bench. The Redis is the one of $CARTWRIGHT_REDIS_HOST, _PORT and
    _PASSWORD; scripts/bench.sh starts one for the run. The figures are microseconds, medians. How to read them:
    docs/performance.md.

    TEXT;

$options = Arguments::read(
    array_slice($argv, 1),
    ['help' => false, 'quick' => false, 'json' => false, 'seconds' => true, 'driver' => true, 'items' => true],
);

if (isset($options['help'])) {
    echo HELP;
    exit;
}

$drivers = isset($options['driver']) ? explode(',', $options['driver']) : Shop::DRIVERS;

if (array_diff($drivers, Shop::DRIVERS) !== []) {
    fwrite(STDERR, 'run.php: the drivers are ' . implode(', ', Shop::DRIVERS) . "\n");
    exit(2);
}

if (isset($options[0])) {
    fwrite(STDERR, "run.php: unknown argument '{$options[0]}'; see --help\n");
    exit(2);
}

$sizes = array_map(intval(...), explode(',', $options['items'] ?? '1,10,100,1000'));
$seconds = (float) ($options['seconds'] ?? (isset($options['quick']) ? 1.5 : 8));

if (min($sizes) < 1 || max($sizes) > 1900 || $seconds <= 0) {
    fwrite(STDERR, "run.php: --items from 1 to 1900, --seconds above 0\n");
    exit(2);
}

$targets = new Targets();
$machine = Machine::describe();
$asJson = isset($options['json']);
$all = [];
$document = ['machine' => $machine, 'seconds' => $seconds, 'drivers' => []];

if (! $asJson) {
    foreach ($machine as $what => $description) {
        printf("%-10s %s\n", $what, $description);
    }
}

foreach ($drivers as $driver) {
    $shop = Shop::open($driver);
    $rows = [];
    $samples = [];

    if (! $asJson) {
        printf("\n%s: %s, microseconds\n\n", $driver, $shop->place->describe());
    }

    foreach ($sizes as $items) {
        if (stream_isatty(STDERR)) {
            fprintf(STDERR, "\r%s, %d items …\033[K", $driver, $items);
        }

        $section = new Section($shop, $items);
        $samples[$items] = $section->measure($seconds);
        array_push($rows, ...Row::all($driver, $items, $section->floor, $samples[$items], $targets));
    }

    if (stream_isatty(STDERR)) {
        fwrite(STDERR, "\r\033[K");
    }

    if ($shop->updates === 0) {
        fwrite(STDERR, "run.php: no listener was called; what was measured means nothing\n");
        exit(1);
    }

    $all[$driver] = $rows;
    $document['drivers'][$driver] = [
        'place' => $shop->place->describe(),
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
        Report::warnOfNoise($samples);
    }

    $shop->place->close();
}

if ($asJson) {
    echo json_encode($document, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR), "\n";
} else {
    echo "\n";
    Report::missed($all);
}
