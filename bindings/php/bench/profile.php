<?php

declare(strict_types=1);

/*
 * Where the time of one operation goes: `php bindings/php/bench/profile.php --help`.
 */

namespace Cartwright\Bench;

use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\DatabaseStorage;

require __DIR__ . '/bootstrap.php';

const HELP = <<<'TEXT'
    Takes the time of the parts of one operation of the cart on SQLite, and of the whole.

    usage: profile.php OPERATION ITEMS [--cold] [--storage=NAME] [--seconds=N]

      OPERATION       add, update, remove, addCondition, total or content
      ITEMS           how many are in the cart
      --cold          the first operation of a new Cart, not a later one
      --storage=NAME  sqlite-wal (default) or sqlite-default
      --seconds=N     so long; 3

    Each part has the overhead of taking its time, 0.1 µs or less. For a look inside the native library, run the same
    under a profiler: perf record -g php …/profile.php content 1000, or valgrind --tool=callgrind.

    TEXT;

$options = Arguments::read(
    array_slice($argv, 1),
    ['help' => false, 'cold' => false, 'storage' => true, 'seconds' => true],
);
$operation = $options[0] ?? '';
$items = (int) ($options[1] ?? 0);
$storage = $options['storage'] ?? 'sqlite-wal';
$cold = isset($options['cold']);

if (isset($options['help'])) {
    echo HELP;
    exit;
}

if (
    ! in_array($operation, Shopper::OPERATIONS, true) || $items < 1 || $items > 1900
    || ! isset(Shop::STORAGES[$storage])
) {
    fwrite(STDERR, HELP);
    exit(2);
}

$shop = Shop::open($storage);
$newCart = static fn (): Cart => new Cart(new DatabaseStorage($shop->connection), 'whole', $shop->events);
Section::fill($newCart(), $items);
Section::copy($shop, 'whole', 'parts');

$coupons = array_map(static fn (array $coupon): CartCondition => new CartCondition(...$coupon), Goods::COUPONS);
$shopper = new Shopper($newCart, $coupons, $items);
$samples = new Samples();
$profile = new Profile($shop, 'parts', $items, $samples);

$shopper->warm(new Samples(), '');
$ends = hrtime(true) + (int) ((float) ($options['seconds'] ?? 3) * 1e9);
$whole = new Samples();

do {
    $cold ? $shopper->cold($whole, '') : $shopper->warm($whole, '');
    $profile->run($operation, $cold);
} while (hrtime(true) < $ends);

printf("%s, %d items, %s, %s: µs\n", $operation, $items, $cold ? 'cold' : 'warm', $storage);
$sum = 0.0;

foreach ($samples->names() as $part) {
    printf("  %-48s %9.2f\n", $part, $samples->median($part));
    $sum += $samples->median($part);
}

$took = $whole->median($operation);
printf("  %-48s %9.2f\n", 'the way between them', $took - $sum);
printf("  %-48s %9.2f\n", 'whole', $took);
$shop->close();
