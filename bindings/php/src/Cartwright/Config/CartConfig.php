<?php

declare(strict_types=1);

namespace Cartwright\Config;

use Illuminate\Container\Container;

/**
 * The application's settings, read when they are asked for: a test or a tenant may change them between two calls.
 *
 * @internal
 */
final class CartConfig
{
    /**
     * The setting, or the default where the application has none or there is no application (a plain script).
     */
    public static function get(string $key, mixed $default = null): mixed
    {
        // There is no Laravel at all where a server preloads.
        if (! class_exists(Container::class)) {
            return $default;
        }

        $container = Container::getInstance();

        return $container->bound('config') ? $container->make('config')->get($key, $default) : $default;
    }

    /**
     * The name of the environment the application runs in, or null where there is no application.
     */
    public static function environment(): ?string
    {
        $container = Container::getInstance();

        return $container->bound('env') ? (string) $container->make('env') : null;
    }
}
