<?php

declare(strict_types=1);

/*
 * The classes of the shop. With Composer its autoloader has them all. Without it they are Debian's Laravel
 * (php-laravel-framework), the package as it lies in this repository, and the shop's own.
 */

if (is_file(__DIR__ . '/../vendor/autoload.php')) {
    require_once __DIR__ . '/../vendor/autoload.php';

    return;
}

require_once __DIR__ . '/../../../bindings/php/autoload.php';

spl_autoload_register(static function (string $class): void {
    $places = ['App\\' => 'app', 'Database\\Seeders\\' => 'database/seeders', 'Tests\\' => 'tests'];

    foreach ($places as $prefix => $directory) {
        if (str_starts_with($class, $prefix)) {
            $file = dirname(__DIR__) . "/{$directory}/" . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';

            if (is_file($file)) {
                require $file;
            }

            return;
        }
    }
});

require_once __DIR__ . '/debian.php';
