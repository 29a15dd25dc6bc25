#!/usr/bin/env php
<?php

declare(strict_types=1);

/*
 * What locks cost a cart in a cache: one request at a time, so that nobody waits. Prints the medians in microseconds, with
 * and without locking in turns, of carts of 10 items.
 *
 * usage: php bindings/php/bench/cache-locking.php [rounds, 200]
 */

namespace Cartwright\Bench;

use Cartwright\Tests\Support\Directory;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\DatabaseStore;
use Illuminate\Cache\FileStore;
use Illuminate\Cache\Repository;
use Illuminate\Config\Repository as Settings;
use Illuminate\Container\Container;
use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Filesystem\Filesystem;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\CacheStorage;

require __DIR__ . '/../tests/bootstrap.php';

$rounds = max(1, (int) ($argv[1] ?? 200));
$app = new Container();
Container::setInstance($app);
$app->instance('config', new Settings(['cart' => require __DIR__ . '/../config/cart.php']));
config(['cart.limits.max_item_quantity' => PHP_INT_MAX]);
$directory = new Directory();
$database = (new ConnectionFactory($app))->make(
    ['driver' => 'sqlite', 'database' => ':memory:', 'prefix' => ''],
    'cache',
);
$database->statement('create table cache ("key" varchar primary key, value text, expiration integer)');
$database->statement('create table cache_locks ("key" varchar primary key, owner varchar, expiration integer)');
$stores = [
    'array' => new ArrayStore(true),
    'file' => new FileStore(new Filesystem(), $directory->path),
    'database (SQLite in memory)' => new DatabaseStore($database, 'cache'),
];
$operations = [
    'add' => static fn (Cart $cart) => $cart->add('item-1', 'Item', 9.99),
    'addCondition' => static fn (Cart $cart, int $at) => $cart->addCondition(
        new CartCondition('vat', 'tax', 'subtotal', '1' . $at % 10 . '%'),
    ),
    'setMetadata' => static fn (Cart $cart, int $at) => $cart->setMetadata('note', $at),
    'total' => static fn (Cart $cart) => $cart->total(),
];
printf("%-30s %-14s %10s %10s\n", 'store', 'operation', 'without', 'with');

foreach ($stores as $name => $store) {
    $carts = [];

    foreach ([false, true] as $locking) {
        $storage = new CacheStorage(new Repository($store), $locking ? 'locked' : 'plain', 600, $locking);
        $carts[(int) $locking] = $cart = new Cart($storage, 'customer');

        for ($item = 1; $item <= 10; $item++) {
            $cart->add("item-{$item}", "Item {$item}", 9.99, 1, ['colour' => 'green', 'size' => $item]);
        }
    }

    foreach ($operations as $operation => $do) {
        $times = [[], []];

        for ($round = 0; $round < $rounds; $round++) {
            foreach ($carts as $locking => $cart) {
                $begun = hrtime(true);
                $do($cart, $round);
                $times[$locking][] = (hrtime(true) - $begun) / 1000;
            }
        }

        sort($times[0]);
        sort($times[1]);
        $at = intdiv($rounds, 2);
        printf("%-30s %-14s %10.0f %10.0f\n", $name, $operation, $times[0][$at], $times[1][$at]);
    }
}
