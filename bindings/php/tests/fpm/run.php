<?php

declare(strict_types=1);

namespace Cartwright\Tests\fpm;

use Throwable;

/*
 * The customers of scripts/fpm.sh.
 *
 * usage: php run.php memory PORT POOL REQUESTS [--planted-defect=leaked-carts]
 *            the workers stay and must not grow; the defect shows that it is seen when they do
 *        php run.php stored PORT POOL REQUESTS
 *            the same, with carts in a SQLite file of the engine's beside those in the application's
 *        php run.php recycled PORT POOL REQUESTS AT_MOST
 *            each worker leaves after AT_MOST requests, and no request notices
 *        php run.php sentence PORT POOL PART...
 *            the request fails with a sentence that has all of the parts in it
 *
 * Exit code 1 when it is not so.
 */

require __DIR__ . '/../bootstrap.php';

/** Per worker, in KiB: pages that a worker touches for the first time are seen, one cart for each request is more. */
const GROWTH_AT_MOST = 512;

[, $what, $port, $pool] = $argv;
$rest = array_slice($argv, 4);

$watch = static function (Load $load, int $requests, string $carts): bool {
    $load->run($requests, warm: min(intdiv($requests, 2), 5000));
    $growth = max(array_map(static fn (Worker $worker): int => $worker->growth() ?? PHP_INT_MAX, $load->workers));
    echo Worker::heading();

    foreach ($load->workers as $worker) {
        echo $worker->line();
    }

    printf(
        "  %d requests in %.1f s (%d a second), each with %s; growth %d KiB of %d\n",
        $requests,
        $load->seconds,
        $requests / $load->seconds,
        $carts,
        $growth,
        GROWTH_AT_MOST,
    );

    return $growth <= GROWTH_AT_MOST;
};

/** @param list<string> $rest */
$memory = static fn (int $port, string $pool, array $rest): bool => $watch(
    new Load($port, $pool, ($rest[1] ?? '') === '--planted-defect=leaked-carts' ? '&leak' : ''),
    (int) $rest[0],
    'its own cart',
);

/** @param list<string> $rest */
$stored = static function (int $port, string $pool, array $rest) use ($watch): bool {
    // The first one makes the tables, alone.
    $first = new Connection($port);
    $first->send("/{$pool}/?order=0&stored");
    $first->answer();

    return $watch(
        new Load($port, $pool, '&stored'),
        (int) $rest[0],
        'a cart of the driver `sqlite` and one of `database`',
    );
};

/** @param list<string> $rest */
$recycled = static function (int $port, string $pool, array $rest): bool {
    [$requests, $atMost] = array_map(intval(...), $rest);
    $load = new Load($port, $pool, '');
    $load->run($requests, warm: $requests);
    $most = max(array_map(static fn (Worker $worker): int => $worker->requests, $load->workers));
    printf("  %d requests were answered by %d workers, at most %d by one\n", $requests, count($load->workers), $most);

    return $most <= $atMost && count($load->workers) >= intdiv($requests, $atMost);
};

/** @param list<string> $parts */
$sentence = static function (int $port, string $pool, array $parts): bool {
    $connection = new Connection($port);
    $connection->send("/{$pool}/?order=1");
    [$status, $answer] = $connection->answer();
    echo "  {$status} " . ($answer['sentence'] ?? json_encode($answer)) . "\n";
    $missing = array_filter($parts, static fn (string $part): bool => ! str_contains($answer['sentence'] ?? '', $part));

    foreach ($missing as $part) {
        echo "  there is no “{$part}” in it\n";
    }

    return $status === 500 && $missing === [];
};

try {
    $all = ['memory' => $memory, 'stored' => $stored, 'recycled' => $recycled, 'sentence' => $sentence];
    exit($all[$what]((int) $port, $pool, $rest) ? 0 : 1);
} catch (Throwable $failure) {
    echo "  {$failure->getMessage()}\n";
    exit(1);
}
