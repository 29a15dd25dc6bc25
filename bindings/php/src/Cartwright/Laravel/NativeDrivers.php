<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Illuminate\Contracts\Container\Container;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The drivers whose files the engine reads and writes itself.
 *
 * @internal
 */
final class NativeDrivers
{
    public static function register(Container $app): void
    {
        foreach (NativeLayout::cases() as $layout) {
            $app->bind(
                "cart.storage.{$layout->driver()}",
                static fn (Container $app): StorageInterface => new NativeStorage(
                    self::file($app, $layout),
                    $layout,
                    self::busyTimeout($app, $layout),
                ),
            );
        }
    }

    /**
     * The file that the settings say.
     */
    public static function file(Container $app, NativeLayout $layout): string
    {
        $settings = Settings::of($app);
        [$path, $default] = match ($layout) {
            NativeLayout::RowPerItem => [$settings->text('cart.sqlite.path', ''), 'carts.sqlite'],
            NativeLayout::Table => [$settings->text('cart.native_database.path', ''), 'carts-table.sqlite'],
        };

        return $path === '' ? $app->make('path.storage') . "/app/{$default}" : $path;
    }

    private static function busyTimeout(Container $app, NativeLayout $layout): int
    {
        return match ($layout) {
            NativeLayout::RowPerItem => Settings::of($app)->integer('cart.sqlite.busy_timeout', 5000),
            NativeLayout::Table => Settings::of($app)->integer('cart.native_database.busy_timeout', 5000),
        };
    }
}
