<?php

declare(strict_types=1);

/*
 * The classes that the demo runs on: the example's, with the package and a real Laravel, and the demo's own.
 */

require_once __DIR__ . '/../../../examples/laravel-shop/bootstrap/autoload.php';

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Cartwright\\Demo\\')) {
        require __DIR__ . '/src/' . str_replace('\\', '/', substr($class, strlen('Cartwright\\Demo\\'))) . '.php';
    }
});
