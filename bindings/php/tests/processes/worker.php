<?php

declare(strict_types=1);

/*
 * One of the many processes of run.php. Connects, waits for the word to begin, makes its changes, and writes down what
 * became of each before it makes the next.
 */

namespace Cartwright\Tests\processes;

use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Database\Connectors\ConnectionFactory;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Storage\DatabaseStorage;
use Throwable;

require __DIR__ . '/../bootstrap.php';

[, $process, $options] = $argv;
$process = (int) $process;
['settings' => $settings, 'native' => $native, 'seed' => $seed, 'operations' => $operations, 'defect' => $defect,
    'record' => $record] = unserialize(base64_decode($options), ['allowed_classes' => [NativeLayout::class]]);

$app = new Container();
Container::setInstance($app);
$app->instance('config', new Repository(['cart' => require __DIR__ . '/../../config/cart.php']));
config(['cart.limits.max_item_quantity' => 1_000_000]);

$connection = $settings === null ? null : (new ConnectionFactory($app))->make($settings, 'shop');
$connection?->getPdo();
$storage = match (true) {
    $connection === null => new NativeStorage(...$native),
    $defect === null => new DatabaseStorage($connection),
    default => new $defect($connection),
};
$newCart = static fn (): Cart => new Cart($storage, 'customer');
$cart = $newCart();
$records = fopen($record, 'a');

fwrite(STDOUT, "ready\n");
fgets(STDIN);

foreach (Operation::ofProcess($process, $seed, $operations) as $at => $operation) {
    if ($at % 10 === 0) {
        // A new request, which has read nothing yet.
        $cart = $newCart();
    }

    $message = '';
    $begun = hrtime(true);

    try {
        if ($connection !== null && $at % 8 === 7) {
            // In a transaction of the application, with something of its own beside the cart.
            $connection->transaction(static function () use ($operation, $cart, $connection, $process): void {
                $operation->applyTo($cart);
                $connection->table('sales')->where('process', $process)->increment('made');
            }, 5);
            $outcome = Ledger::ACKNOWLEDGED_WITH_SALE;
        } else {
            $operation->applyTo($cart);
            $outcome = Ledger::ACKNOWLEDGED;
        }
    } catch (CartConflictException) {
        $outcome = Ledger::REFUSED;
    } catch (OutcomeUnknownException) {
        $outcome = Ledger::UNKNOWN;
    } catch (Throwable $failure) {
        $outcome = Ledger::FAILED;
        // Without the statement, which holds the whole cart.
        $message = ($failure->getPrevious() ?? $failure)->getMessage();
    }

    $microseconds = intdiv(hrtime(true) - $begun, 1000);
    $line = [$outcome, $operation->kind, $operation->name, $operation->number, $microseconds, $message];
    fwrite($records, json_encode($line, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE) . "\n");

    if (($at + 1) % 10 === 0) {
        fwrite(STDOUT, "10\n");
    }
}
