<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Illuminate\Contracts\Container\Container;
use RuntimeException;

/**
 * The application's own command, with which other processes of it are started.
 *
 * @internal
 */
final class Artisan
{
    public static function path(Container $app): string
    {
        $name = defined('ARTISAN_BINARY') ? (string) constant('ARTISAN_BINARY') : 'artisan';
        $path = is_file($name) && str_starts_with($name, '/') ? $name : $app->make('path.base') . '/' . $name;

        return is_file($path) ? $path : throw new RuntimeException(
            "there is no {$path}, with which processes of this application would be started",
        );
    }
}
