<?php

declare(strict_types=1);

/*
 * The classes that the suites run on: this package and a real Laravel. Where Composer installed the package's
 * dependencies, those; else Debian's packages (php-laravel-framework), with an autoloader for each component.
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

if (is_file(__DIR__ . '/../vendor/autoload.php')) {
    require __DIR__ . '/../vendor/autoload.php';

    return;
}

$illuminate = '/usr/share/php/Illuminate';

foreach (['Broadcasting', 'Cache', 'Config', 'Database', 'Events', 'Queue', 'Session'] as $component) {
    require_once "{$illuminate}/{$component}/autoload.php";
}

// Debian installs Laravel's Foundation without an autoloader of its own. The events need one trait of it, the migration
// the helper config().
spl_autoload_register(static function (string $class) use ($illuminate): void {
    if (str_starts_with($class, 'Illuminate\\Foundation\\')) {
        $file = $illuminate . str_replace('\\', '/', substr($class, strlen('Illuminate'))) . '.php';

        if (is_file($file)) {
            require $file;
        }
    }
});

require_once "{$illuminate}/Foundation/helpers.php";
