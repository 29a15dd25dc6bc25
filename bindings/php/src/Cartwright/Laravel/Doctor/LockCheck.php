<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\NativeDrivers;
use Cartwright\Laravel\Settings;
use Illuminate\Contracts\Cache\LockProvider;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Support\Str;

/**
 * Whether a lock of the cache keeps others away, where carts rely on one.
 *
 * @internal
 */
final class LockCheck implements Check
{
    private const SECONDS = 10;

    public function findings(Application $app): iterable
    {
        $settings = Settings::of($app);
        $driver = $settings->text('cart.storage', 'session');

        if ($driver === 'cache' && ! $settings->switch('cart.cache_locking', $settings->switch('cart.cache.locking', false))) {
            yield Finding::warning(
                'locks',
                'carts in a cache without locks: of two requests that change one cart at once, one is lost',
                'Set CART_CACHE_LOCKING=true, or keep carts in the database',
            );

            return;
        }

        if ($driver === 'database' || NativeDrivers::has($driver)) {
            $who = $driver === 'database' ? 'the database' : 'the engine';
            yield Finding::fine('locks', "none are needed: {$who} compares versions");

            return;
        }

        $name = $app->make('cache')->getDefaultDriver();
        $store = $app->make('cache')->store()->getStore();

        $given = $driver === 'cache' ? NativeDrivers::locks($app) : null;

        if (! $store instanceof LockProvider && $given !== null) {
            [$name, $store] = ['redis of cart.redis, for the store ' . $name, $given];
        }

        if (! $store instanceof LockProvider) {
            yield Finding::problem(
                'locks',
                "the cache store {$name} has no locks",
                'Use one that has: redis, memcached, database, dynamodb, file; or set CART_CACHE_LOCKS=redis',
            );

            return;
        }

        yield $this->keepsOthersAway($store)
            ? Finding::fine('locks', "the cache store {$name} really locks")
            : Finding::problem('locks', "a lock of the cache store {$name} was given twice", 'Use another store');
    }

    private function keepsOthersAway(LockProvider $store): bool
    {
        $name = 'cart-doctor.' . Str::random();
        $first = $store->lock($name, self::SECONDS);
        $second = $store->lock($name, self::SECONDS);

        if (! $first->get()) {
            return false;
        }

        try {
            return ! $second->get();
        } finally {
            $first->release();
        }
    }
}
