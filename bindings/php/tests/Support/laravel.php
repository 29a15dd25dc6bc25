<?php

declare(strict_types=1);

/*
 * Makes a real Laravel loadable, for the suites, the demo and the bench: the one that Composer installed for this
 * package, where it did; else Debian's packages (php-laravel-framework), with an autoloader for each component.
 */

if (is_file(__DIR__ . '/../../vendor/autoload.php')) {
    require_once __DIR__ . '/../../vendor/autoload.php';

    return;
}

$illuminate = '/usr/share/php/Illuminate';

if (! is_dir($illuminate)) {
    throw new RuntimeException(
        "There is no Laravel: neither Composer's vendor/autoload.php nor Debian's {$illuminate};"
        . ' `composer install` in bindings/php or `apt-get install php-laravel-framework` brings one',
    );
}

$components = [
    'Auth', 'Broadcasting', 'Cache', 'Config', 'Console', 'Cookie', 'Database', 'Encryption', 'Events', 'Filesystem',
    'Hashing', 'Http', 'Log', 'Notifications', 'Queue', 'Routing', 'Session', 'Translation', 'Validation',
    'View',
];

foreach ($components as $component) {
    require_once "{$illuminate}/{$component}/autoload.php";
}

// Newer than Laravel 10; its console needs it.
if (is_file("{$illuminate}/Concurrency/autoload.php")) {
    require_once "{$illuminate}/Concurrency/autoload.php";
}

// What shops test with: a facade's spy() and shouldReceive().
if (is_file('/usr/share/php/Mockery/autoload.php')) {
    require_once '/usr/share/php/Mockery/autoload.php';
}

// Debian installs Laravel's Foundation, with its Application, without an autoloader of its own.
spl_autoload_register(static function (string $class) use ($illuminate): void {
    if (str_starts_with($class, 'Illuminate\\Foundation\\')) {
        $file = $illuminate . str_replace('\\', '/', substr($class, strlen('Illuminate'))) . '.php';

        if (is_file($file)) {
            require $file;
        }
    }
});

require_once "{$illuminate}/Foundation/helpers.php";
