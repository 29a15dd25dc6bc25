#!/usr/bin/env php
<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Tests\Support\Directory;
use InvalidArgumentException;
use Throwable;

require __DIR__ . '/application.php';

try {
    $options = new Options(array_slice($argv, 1));
} catch (InvalidArgumentException $mistake) {
    fwrite(STDERR, "run.php: {$mistake->getMessage()}\n");
    exit(2);
}

if ($options->help) {
    echo Options::help();
    exit;
}

$table = new Table($options);
echo $options->harm === null ? '' : "{$options->harm->value}: ";
echo "{$options->processes} processes with {$options->operations} changes each, seed {$options->seed}\n";

foreach ($options->drivers as $driver) {
    foreach ($options->carts as $carts) {
        $name = $driver . ($carts === 1 ? ', 1 cart' : ", {$carts} carts");
        printf('%-30s ', $name);
        $directory = new Directory();

        try {
            $place = Places::of($driver, $directory->path, $carts);
            $run = new Run($place, $options, $directory->path, $carts, $driver);
            $run->perform();
            $table->add($name, $run->ledger, $run->seconds);
        } catch (Throwable $failure) {
            $table->addFailure($failure);
        }

        unset($run);
    }
}

$table->print();
exit($table->hasFailures() ? 1 : 0);
