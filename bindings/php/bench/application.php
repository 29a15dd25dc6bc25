<?php

declare(strict_types=1);

/*
 * The bench of the facade. `make bench` runs it after the others; `php bindings/php/bench/application.php --help`.
 */

namespace Cartwright\Bench;

use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\LaravelApplication;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Facades\Cart as CartOfTheVisitor;

require __DIR__ . '/bootstrap.php';

const HELP = <<<'TEXT'
    Measures what it costs to ask a whole application for the visitor's cart, as the facade Cart does: whose cart it is is
    found out at each call, operations are counted in the cache, the listeners of the package are there. Beside it the
    same calls of the Cart itself, in the same application. The cart of 10 items is in the session.

    usage: application.php [--seconds=N]

      --seconds=N   so long; 6

    The figures are microseconds, medians.

    TEXT;

$options = Arguments::read(array_slice($argv, 1), ['help' => false, 'seconds' => true]);

if (isset($options['help'])) {
    echo HELP;
    exit;
}

const ITEMS = 10;

$directory = new Directory();
$app = LaravelApplication::start($directory->path, ['cart' => require __DIR__ . '/../config/cart.php']);
$app->make('session')->driver()->start();
Section::fill(CartOfTheVisitor::getCurrentCart(), ITEMS);

$coupons = array_map(static fn (array $coupon): CartCondition => new CartCondition(...$coupon), Goods::COUPONS);
$facade = new Shopper(static fn (): object => CartOfTheVisitor::getFacadeRoot(), null, '', $coupons, ITEMS);
$samples = new Samples();
$ends = hrtime(true) + (int) ((float) ($options['seconds'] ?? 6) * 1e9);
$own = CartOfTheVisitor::getCartInstance('own');
Section::fill($own, ITEMS);
$itself = new Shopper(static fn (): Cart => $own, null, '', $coupons, ITEMS);

do {
    foreach (range(1, 50) as $ignored) {
        $facade->warm($samples, 'facade ');
    }

    foreach (range(1, 50) as $ignored) {
        $itself->warm($samples, 'itself ');
    }
} while (hrtime(true) < $ends);

printf("%-13s %5s | %9s %9s %9s\n", 'operation', 'items', 'facade', 'Cart', 'over');

foreach (Shopper::OPERATIONS as $operation) {
    $through = $samples->median("facade {$operation}");
    $alone = $samples->median("itself {$operation}");
    printf("%-13s %5d | %9.1f %9.1f %9.1f\n", $operation, ITEMS, $through, $alone, $through - $alone);
}
