<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Visitors;

use Cartwright\Laravel\Settings;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\NullStore;
use Illuminate\Contracts\Cache\LockProvider;
use Illuminate\Contracts\Container\Container;

/**
 * Which locks serialise a visitor's requests: those of the cache store that the settings name, or of the store that
 * Laravel's own session blocking uses; the engine's where that store has none that other processes see.
 *
 * @internal
 */
final class ChosenLocks
{
    public static function of(Container $app): VisitorLocks
    {
        $settings = Settings::of($app);
        $lease = $settings->integer('cart.session.lock_seconds', 60);
        $wait = $settings->integer('cart.session.wait_seconds', 10);
        $name = $settings->text('cart.session.lock_store', $settings->text('session.block_store', ''));
        $store = $app->make('cache')->store($name === '' ? null : $name)->getStore();

        return self::isShared($store)
            ? new CacheVisitorLocks($store, $lease, $wait)
            : new FileVisitorLocks(
                $settings->text('cart.session.lock_file', $app->storagePath('framework/cart-locks.sqlite')),
                $lease,
                $wait,
            );
    }

    private static function isShared(object $store): bool
    {
        return $store instanceof LockProvider && ! $store instanceof ArrayStore && ! $store instanceof NullStore;
    }
}
