<?php

declare(strict_types=1);

/*
 * The classes that the suites run on: this package, the suites' own, and a real Laravel.
 */

require __DIR__ . '/../autoload.php';

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Cartwright\\Tests\\')) {
        $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen('Cartwright\\Tests\\'))) . '.php';

        if (is_file($file)) {
            require $file;
        }
    }
});

require_once __DIR__ . '/Support/laravel.php';
