<?php

declare(strict_types=1);

/*
 * The same purchase through `MasyukAI\Cart\Cart`, stored twice: in a SQLite file of the engine's (the driver `sqlite`) and
 * in one of the application's, through PDO (the driver `database`). Both are open in one worker at once.
 *
 * scripts/fpm.sh puts this beside front.php, with Laravel's classes.
 */

use Cartwright\Storage\NativeStorage;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Database\Capsule\Manager;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\StorageInterface;

// Laravel 10 on PHP 8.4.
error_reporting(E_ALL & ~E_DEPRECATED);

require __DIR__ . '/laravel.php';

/**
 * @return list<StorageInterface> the engine's, the application's
 */
function storages(string $package, string $directory): array
{
    $app = new Container();
    Container::setInstance($app);
    $app->instance('config', new Repository(['cart' => require "{$package}/config/cart.php"]));
    config(['cart.money.default_currency' => 'USD']);
    $manager = new Manager($app);
    is_file("{$directory}/shop.sqlite") || touch("{$directory}/shop.sqlite");
    $manager->addConnection([
        'driver' => 'sqlite', 'database' => "{$directory}/shop.sqlite", 'busy_timeout' => 30_000,
    ]);
    // What is stored here need not outlive a power cut.
    $manager->getConnection()->statement('PRAGMA journal_mode = WAL');
    $manager->getConnection()->statement('PRAGMA synchronous = OFF');
    $app->instance('db', $manager->getDatabaseManager());
    $app->instance('db.schema', $manager->getConnection()->getSchemaBuilder());
    Facade::setFacadeApplication($app);

    if (! $manager->getConnection()->getSchemaBuilder()->hasTable('carts')) {
        (require "{$package}/database/migrations/2024_12_30_000000_create_carts_table.php")->up();
    }

    return [
        new NativeStorage("{$directory}/carts.sqlite", busyTimeout: 30_000),
        new DatabaseStorage($manager->getConnection()),
    ];
}

/**
 * @return array<string, mixed>
 */
function storedPurchase(StorageInterface $storage, int $order): array
{
    $cart = new Cart($storage, 'customer', null, "order {$order}");
    $answer = ['items_at_the_start' => $cart->countItems(), 'kept' => false];

    for ($line = 0; $line < 1 + $order % 3; $line++) {
        $price = 100 * (1 + ($order + $line) % 50);
        $cart->add("{$order}/{$line}", "Line {$line}", $price, 1 + $order % 4, ['note' => str_repeat('x', 200)]);
    }

    $cart->update("{$order}/0", ['quantity' => 1]);
    $cart->add('unwanted', 'Unwanted', '9.99');
    $cart->remove('unwanted');

    try {
        $cart->add('none', 'None', 1, 0);
    } catch (InvalidCartItemException $refusal) {
        $answer['refusal'] = $refusal->getMessage();
    }

    $cart->addCondition(new CartCondition('SALE', 'discount', 'subtotal', '-10%'));
    $cart->addShipping('SHIPPING', '+500');
    // As the next request reads it.
    $content = (new Cart($storage, 'customer', null, "order {$order}"))->content();
    $cart->clear();

    return $answer + [
        'ids' => array_map('strval', array_keys($content['items'])),
        'quantity' => $content['quantity'],
        'total' => $content['total'],
        'content' => $content['instance'],
        'columns' => array_keys(array_filter(['items' => $content['items'], 'conditions' => $content['conditions']])),
    ];
}

/**
 * @return array<string, mixed> what both stores say
 */
function storedTwice(string $package, int $order): array
{
    [$engines, $applications] = array_map(
        static fn (StorageInterface $storage): array => storedPurchase($storage, $order),
        storages($package, dirname($package) . '/data'),
    );

    return $engines === $applications ? $engines : ['engine' => $engines, 'application' => $applications];
}
