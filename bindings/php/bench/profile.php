<?php

declare(strict_types=1);

/*
 * Where the time of one operation goes: `php bindings/php/bench/profile.php --help`.
 */

namespace Cartwright\Bench;

use Cartwright\Bench\Profiles\Profile;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;

require __DIR__ . '/bootstrap.php';

const HELP = <<<'TEXT'
    Takes the time of the parts of one operation of the cart, and of the whole.

    usage: profile.php OPERATION ITEMS [--cold] [--driver=NAME] [--seconds=N]

      OPERATION       add, update, remove, addCondition, total or content
      ITEMS           how many are in the cart
      --cold          the first operation of a new Cart, not a later one
      --driver=NAME   as for run.php; database
      --seconds=N     so long; 3

    Each part has the overhead of taking its time, 0.1 µs or less. For a look inside the native library, run the same
    under a profiler: perf record -g php …/profile.php content 1000, or valgrind --tool=callgrind.

    TEXT;

$options = Arguments::read(
    array_slice($argv, 1),
    ['help' => false, 'cold' => false, 'driver' => true, 'seconds' => true],
);
$operation = $options[0] ?? '';
$items = (int) ($options[1] ?? 0);
$driver = $options['driver'] ?? 'database';
$cold = isset($options['cold']);

if (isset($options['help'])) {
    echo HELP;
    exit;
}

if (
    ! in_array($operation, Shopper::OPERATIONS, true) || $items < 1 || $items > 1900
    || ! in_array($driver, Shop::DRIVERS, true)
) {
    fwrite(STDERR, HELP);
    exit(2);
}

$shop = Shop::open($driver);
$newCart = static fn (): Cart => $shop->cart('whole');
Section::fill($newCart(), $items);
Section::fill($shop->cart('parts'), $items);

$coupons = array_map(static fn (array $coupon): CartCondition => new CartCondition(...$coupon), Goods::COUPONS);
$shopper = new Shopper($newCart, $shop->place, 'whole', $coupons, $items);
$samples = new Samples($shop->place->asksServer());
$profile = Profile::of($shop, 'parts', $items);

$shopper->warm(new Samples(), '');
$ends = hrtime(true) + (int) ((float) ($options['seconds'] ?? 3) * 1e9);
$whole = new Samples($shop->place->asksServer());

do {
    $cold ? $shopper->cold($whole, '') : $shopper->warm($whole, '');
    $profile->run($operation, $cold, $samples);
} while (hrtime(true) < $ends);

printf("%s, %d items, %s, %s: µs\n", $operation, $items, $cold ? 'cold' : 'warm', $driver);
$sum = 0.0;

foreach ($samples->names() as $part) {
    printf("  %-48s %9.2f\n", $part, $samples->median($part));
    $sum += $samples->median($part);
}

$took = $whole->median($operation);
printf("  %-48s %9.2f\n", 'the way between them', $took - $sum);
printf("  %-48s %9.2f\n", 'whole', $took);
$shop->place->close();
