<?php

declare(strict_types=1);

/*
 * The other process of RivalProcess: a Laravel application with one database connection and one cart. Reads commands,
 * one line of JSON each, and answers each with a line.
 */

namespace Cartwright\Tests\Support;

use Cartwright\Storage\CartMerge;
use Closure;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Database\Connectors\ConnectionFactory;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Storage\DatabaseStorage;
use RuntimeException;
use Throwable;

require __DIR__ . '/../bootstrap.php';

$app = new Container();
Container::setInstance($app);
$app->instance('config', new Repository(['cart' => require __DIR__ . '/../../config/cart.php']));
config(['cart.money.default_currency' => 'USD']);

$settings = unserialize(base64_decode($argv[1]), ['allowed_classes' => false]);
$factory = new ConnectionFactory($app);
$connection = $factory->make($settings, 'rival');
$cart = new Cart(new DatabaseStorage($connection), 'customer');

/** @var array<string, Closure> $commands */
$commands = [
    'begin' => $connection->beginTransaction(...),
    'commit' => $connection->commit(...),
    'roll back' => static fn () => $connection->rollBack(0),
    'statement' => $connection->unprepared(...),
    'add' => static fn (string $id) => $cart->add($id, ucfirst($id), 10.0),
    'add many' => static function (string $identifier, int $many) use ($connection): void {
        $theirs = new Cart(new DatabaseStorage($connection), $identifier);

        for ($item = 1; $item <= $many; $item++) {
            $theirs->add("item-{$item}", 'Item', 10.0);
        }
    },
    'merge often' => static function (string $one, string $other, int $times) use ($connection): void {
        for ($time = 0; $time < $times; $time++) {
            CartMerge::merge(new DatabaseStorage($connection), $one, $other);
        }
    },
    'commit as soon as they wait' => static function (int $them) use ($settings, $connection, $factory): void {
        $looker = $factory->make($settings, 'looker');
        $deadline = hrtime(true) + TestDatabase::PATIENCE * 1_000_000_000;

        while (! LockView::isWaiting($looker, $them)) {
            hrtime(true) < $deadline || throw new RuntimeException('They were to wait for the rival, but they do not');
        }

        $connection->commit();
    },
];

$say = static function (array $answer): void {
    fwrite(STDOUT, json_encode($answer, JSON_THROW_ON_ERROR) . "\n");
};
$say(['connection' => LockView::idOf($connection)]);

while (($line = fgets(STDIN)) !== false) {
    [$what, $arguments] = json_decode($line, true, 512, JSON_THROW_ON_ERROR);

    try {
        $commands[$what](...$arguments);
        $say(['done' => $what]);
    } catch (Throwable $failure) {
        $say(['error' => $failure->getMessage()]);
    }
}
