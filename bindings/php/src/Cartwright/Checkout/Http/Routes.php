<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Laravel\Settings;
use Illuminate\Cache\RateLimiter;
use Illuminate\Cache\RateLimiting\Limit;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Http\Request;
use Illuminate\Routing\Middleware\ThrottleRequests;
use Illuminate\Routing\Router;

/**
 * The routes of orders, payments and locks, where the application has switched them on.
 *
 * @internal
 */
final class Routes
{
    private const GATES = [
        ['GET', 'locks/stats', 'stats', 'viewStats'],
        ['GET', 'locks/detailed-stats', 'detailedStats', 'viewStats'],
        ['GET', 'locks/items/{itemId}', 'item', 'viewLocks'],
        ['POST', 'locks/release/{orderId}', 'release', 'releaseLocks'],
        ['POST', 'locks/cleanup', 'cleanup', 'releaseLocks'],
        ['POST', 'locks/clear-all', 'clearAll', 'clearAllLocks'],
        ['GET', 'system/health', 'health', 'viewStats'],
    ];

    public static function register(Application $app): void
    {
        // Those are in no cache of routes.
        self::limitRates($app);

        if ($app->routesAreCached()) {
            return;
        }

        $config = $app->make('config');
        $router = $app->make('router');
        $people = (array) $config->get('reservations.routes.middleware', []);
        $gateway = (array) $config->get('reservations.routes.payment_middleware', []);
        $prefix = (string) $config->get('reservations.routes.prefix', '');

        // Without their table there are no orders, and without orders no payments.
        $orders = Settings::of($app)->switch('reservations.checkout.enabled', false);

        $router->group(['prefix' => $prefix], static function (Router $router) use ($people, $gateway, $orders): void {
            // The envelope is outermost: whatever is refused inside has its shape.
            $orders && $router->post('order/{userId}', [
                'uses' => OrderController::class . '@place',
                'as' => 'reservations.order',
                'middleware' => [
                    Envelope::class,
                    ...$people,
                    ThrottleRequests::class . ':reservations.orders',
                    KnownUser::class,
                ],
            ]);
            $orders && $router->post('payment/verify', [
                'uses' => PaymentController::class . '@verify',
                'as' => 'reservations.payment',
                'middleware' => [Envelope::class, ...$gateway],
            ]);

            foreach (self::GATES as [$method, $path, $action, $gate]) {
                $router->match([$method], "admin/{$path}", [
                    'uses' => LockController::class . "@{$action}",
                    'as' => "reservations.admin.{$action}",
                    'middleware' => [
                        Envelope::class,
                        ...$people,
                        ThrottleRequests::class . ':reservations.admin',
                        KnownUser::class,
                        Granted::class . ":{$gate}",
                    ],
                ]);
            }
        });
    }

    private static function limitRates(Application $app): void
    {
        $perMinute = [
            'orders' => static fn (): int => Settings::of($app)->integer('reservations.routes.orders_per_minute', 10),
            'admin' => static fn (): int => Settings::of($app)->integer('reservations.routes.admin_per_minute', 60),
        ];
        $limiter = $app->make(RateLimiter::class);

        foreach ($perMinute as $name => $most) {
            $limiter->for("reservations.{$name}", static fn (Request $request): Limit => Limit::perMinute($most())
                ->by($name . '|' . ($request->user()?->getAuthIdentifier() ?? $request->ip())));
        }
    }
}
