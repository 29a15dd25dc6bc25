<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Cartwright\Cache\NativeLockProvider;
use Cartwright\Laravel\Redis\RedisSettings;
use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativePlace;
use Cartwright\Storage\NativeStorage;
use Cartwright\Storage\SqlitePlace;
use Illuminate\Contracts\Cache\LockProvider;
use Illuminate\Contracts\Container\Container;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The drivers whose carts the engine reads and writes itself.
 *
 * @internal
 */
final class NativeDrivers
{
    public const REDIS = 'redis';

    public static function register(Container $app): void
    {
        $files = array_map(static fn (NativeLayout $layout): string => $layout->driver(), NativeLayout::cases());

        foreach ([...$files, self::REDIS] as $driver) {
            $app->bind(
                "cart.storage.{$driver}",
                static fn (Container $app): StorageInterface => new NativeStorage(self::place($app, $driver)),
            );
        }

        // One for all storages of an application: who has a lock does not wait for it again.
        $app->singleton(
            NativeLockProvider::class,
            static fn (Container $app): NativeLockProvider => new NativeLockProvider(RedisSettings::place($app)),
        );
    }

    /**
     * The locks of the engine for a cache whose store has none, where the settings say so.
     */
    public static function locks(Container $app): ?LockProvider
    {
        return Settings::of($app)->text('cart.cache.locks', '') === self::REDIS
            ? $app->make(NativeLockProvider::class)
            : null;
    }

    /**
     * Where the settings say that the carts of such a driver are.
     */
    public static function place(Container $app, string $driver): NativePlace
    {
        $layout = NativeLayout::ofDriver($driver);

        return $layout === null
            ? RedisSettings::place($app)
            : new SqlitePlace(self::file($app, $layout), $layout, self::busyTimeout($app, $layout));
    }

    public static function has(string $driver): bool
    {
        return $driver === self::REDIS || NativeLayout::ofDriver($driver) !== null;
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
