<?php

declare(strict_types=1);

/*
 * Laravel as Debian installs it: an autoloader for each component, but none for Foundation, which has the Application.
 */

$illuminate = '/usr/share/php/Illuminate';

if (! is_dir($illuminate)) {
    throw new RuntimeException(
        "There is no Laravel: neither Composer's vendor/autoload.php nor Debian's {$illuminate};"
        . ' `composer install` or `apt-get install php-laravel-framework` brings one',
    );
}

// It brings what the components need of Symfony and others, too.
require_once "{$illuminate}/autoload.php";

spl_autoload_register(static function (string $class) use ($illuminate): void {
    if (str_starts_with($class, 'Illuminate\\Foundation\\')) {
        $file = $illuminate . str_replace('\\', '/', substr($class, strlen('Illuminate'))) . '.php';

        if (is_file($file)) {
            require $file;
        }
    }
});

require_once "{$illuminate}/Foundation/helpers.php";
