<?php

declare(strict_types=1);

namespace Cartwright\Tests\memory;

use Cartwright\Native\Library;
use Cartwright\Tests\Support\ResidentMemory;
use Throwable;

/*
 * A worker that lives long: every way through the bridge, over and over in one process, whose memory must not grow.
 *
 * usage: php bindings/php/tests/memory/run.php [--times=100000] [--planted-defect=leaked-carts]
 *
 * The defect leaves an empty cart behind in each call, to see that it is seen. Exit code 1 when memory grew.
 */

require __DIR__ . '/../bootstrap.php';

/** In KiB, of each way. One block of the least size for each call of 100 000 would be 3 MiB. */
const GROWTH_AT_MOST = 512;

$options = getopt('', ['times:', 'planted-defect:', 'help']);

if (isset($options['help'])) {
    echo "usage: php bindings/php/tests/memory/run.php [--times=100000] [--planted-defect=leaked-carts]\n";
    exit;
}

$times = max(100, (int) ($options['times'] ?? 100_000));
$leak = ($options['planted-defect'] ?? '') === 'leaked-carts'
    ? (fn () => $this->ffi->cw_cart_new($this->cart, $this->error))->bindTo(Library::instance(), Library::class)
    : null;
$good = true;
$all = 0;

printf("%-58s %9s %9s %10s %10s\n", "{$times} times each, in one process", 'KiB', 'growth', 'µs a call', 'PHP bytes');

foreach (Paths::all() + EnginePaths::all() as $name => $way) {
    $repeat = static function (int $times) use ($way, $leak): void {
        for ($time = 0; $time < $times; $time++) {
            $way();
            $leak === null || $leak();
        }
    };

    try {
        $repeat(intdiv($times, 10));
        gc_collect_cycles();
        $resident = ResidentMemory::kib();
        $php = memory_get_usage();
        $start = hrtime(true);
        $repeat($times);
        $nanoseconds = hrtime(true) - $start;
        gc_collect_cycles();
        $growth = ResidentMemory::kib() - $resident;
        $php = memory_get_usage() - $php;
    } catch (Throwable $failure) {
        printf("%-58s %s\n", $name, $failure->getMessage());
        $good = false;

        continue;
    }

    $isGood = $growth <= GROWTH_AT_MOST;
    $good = $good && $isGood;
    $all += $growth;
    $verdict = $isGood ? '' : '  FAILED';
    printf("%-58s %9d %+9d %10.2f %+10d%s\n", $name, $resident, $growth, $nanoseconds / $times / 1000, $php, $verdict);
}

printf("all of them: %+d KiB; at most %d each\n", $all, GROWTH_AT_MOST);
exit($good ? 0 : 1);
