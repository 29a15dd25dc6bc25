<?php

declare(strict_types=1);

/*
 * The classes that the bench runs on: those of the suites, and its own.
 */

require __DIR__ . '/../tests/bootstrap.php';

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Cartwright\\Bench\\')) {
        require __DIR__ . '/' . strtr(substr($class, strlen('Cartwright\\Bench\\')), '\\', '/') . '.php';
    }
});
