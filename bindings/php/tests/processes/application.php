<?php

declare(strict_types=1);

/*
 * What a process of the run has of an application: the package's settings as they are by default, but for a limit that
 * thousands of additions to one item would reach.
 */

use Illuminate\Config\Repository;
use Illuminate\Container\Container;

require __DIR__ . '/../bootstrap.php';

$app = new Container();
Container::setInstance($app);
$app->instance('config', new Repository(['cart' => require __DIR__ . '/../../config/cart.php']));
config(['cart.limits.max_item_quantity' => 1_000_000]);
