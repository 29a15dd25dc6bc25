<?php

declare(strict_types=1);

namespace Cartwright\Demo\Shop;

use Illuminate\Support\ServiceProvider;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * What a shop tells Laravel about its carts.
 */
final class ShopServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->app->bind(Cart::class, static fn ($app, array $with): Cart => new Cart(
            new DatabaseStorage($app['db']->connection(), $app['config']['cart.database.table']),
            $with['identifier'],
            $app['events'],
        ));
    }

    public function boot(): void
    {
        $this->loadMigrationsFrom(dirname(__DIR__, 3) . '/database/migrations');
        $this->loadMigrationsFrom(dirname(__DIR__, 2) . '/shop/migrations');
        $this->app['events']->subscribe(DispatchCartUpdated::class);
    }
}
