<?php

declare(strict_types=1);

/*
 * The classes that the demo runs on: this package, the demo's own, and a real Laravel.
 */

require __DIR__ . '/../autoload.php';

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Cartwright\\Demo\\')) {
        require __DIR__ . '/src/' . str_replace('\\', '/', substr($class, strlen('Cartwright\\Demo\\'))) . '.php';
    }
});

require_once __DIR__ . '/../tests/Support/laravel.php';
