<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Auth\Events\Login;
use Illuminate\Auth\Events\Logout;
use Illuminate\Container\Container;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Queue\Events\Looping;
use MasyukAI\Cart\Services\CartMetricsService;
use MasyukAI\Cart\Services\CartMigrationService;
use MasyukAI\Cart\Services\CartRetryService;

/**
 * Nothing of one request is there in the next: not under a server that handles many with one application, not in a
 * worker between two jobs, not in a test that sends several.
 *
 * @internal
 */
final class RequestResets
{
    /** What Laravel Octane fires, whether it is installed or not. */
    private const OCTANE = [
        'Laravel\Octane\Events\RequestReceived',
        'Laravel\Octane\Events\TaskReceived',
        'Laravel\Octane\Events\TickReceived',
    ];

    private const SINGLETONS = [
        'cart', CartMigrationService::class, CartMetricsService::class, CartRetryService::class,
    ];

    public static function register(Application $app): void
    {
        self::forgetScopes($app);
        $events = $app->make('events');
        $events->listen([Login::class, Logout::class], self::forgetCarts(...));

        if (Settings::of($app)->switch('cart.octane.auto_register_listeners', true)) {
            $events->listen(self::OCTANE, self::beginOperation(...));
        }
    }

    /**
     * For a provider that has nothing else to forget; carts and versions need it once.
     */
    public static function forgetScopes(Application $app): void
    {
        if ($app->bound(self::class)) {
            return;
        }

        $app->instance(self::class, new self());
        // Each request is put into the application it is handled by; a fake of the dispatcher likewise.
        $app->rebinding('request', self::forgetRequest(...));
        $app->rebinding('events', self::forgetRequest(...));

        $events = $app->make('events');
        $events->listen(Looping::class, static fn () => self::forgetRequest(Container::getInstance()));
        $events->listen(self::OCTANE, static fn (object $event) => self::forgetRequest($event->sandbox ?? Container::getInstance()));
    }

    private static function forgetRequest(Container $app): void
    {
        RequestScope::forget($app);
    }

    /**
     * Whoever it is now, his cart is made anew; which instance is the current one stays.
     */
    private static function forgetCarts(object $event): void
    {
        RequestScope::of(Container::getInstance())->forgetCarts();
    }

    /**
     * @param object $event one of Octane's, with the application of this operation
     */
    private static function beginOperation(object $event): void
    {
        $app = $event->sandbox ?? Container::getInstance();

        if (Settings::of($app)->switch('cart.octane.reset_static_state', true)) {
            array_map($app->forgetInstance(...), self::SINGLETONS);
        }
    }
}
