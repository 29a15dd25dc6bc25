<?php

declare(strict_types=1);

namespace Cartwright\Versions\Admin;

use Cartwright\Checkout\Http\Envelope;
use Cartwright\Checkout\Http\KnownUser;
use Cartwright\Laravel\Settings;
use Illuminate\Cache\RateLimiter;
use Illuminate\Cache\RateLimiting\Limit;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Http\Request;
use Illuminate\Routing\Middleware\ThrottleRequests;

/**
 * The routes of those who look after versions, where the application has switched them on.
 *
 * @internal
 */
final class OperationsRoutes
{
    private const ROUTES = [
        ['GET', 'stats', 'stats', Permission::View],
        ['GET', 'metrics', 'metrics', Permission::View],
        ['GET', 'incidents', 'incidents', Permission::View],
        ['GET', 'trail', 'trail', Permission::View],
        ['POST', 'repair', 'repair', Permission::Repair],
        ['POST', 'close-circuit', 'closeCircuit', Permission::Repair],
        ['POST', 'clear-cache', 'clear', Permission::Clear],
        ['POST', 'reset-metrics', 'reset', Permission::Reset],
    ];

    public static function register(Application $app): void
    {
        if ($app->routesAreCached()) {
            return;
        }

        $app->make(RateLimiter::class)->for('versions.admin', static fn (Request $request): Limit => Limit::perMinute(
            Settings::of($app)->integer('versions.routes.per_minute', 60),
        )->by('versions|' . ($request->user()?->getAuthIdentifier() ?? $request->ip())));
        $prefix = trim(Settings::of($app)->text('versions.routes.prefix', 'admin/versions'), '/');
        $people = (array) $app->make('config')->get('versions.routes.middleware', ['web', 'auth']);

        foreach (self::ROUTES as [$method, $path, $action, $permission]) {
            $app->make('router')->match([$method], "{$prefix}/{$path}", [
                'uses' => OperationsController::class . "@{$action}",
                'as' => "versions.admin.{$action}",
                // The envelope is outermost: whatever is refused inside has its shape.
                'middleware' => [
                    Envelope::class,
                    ...$people,
                    ThrottleRequests::class . ':versions.admin',
                    KnownUser::class,
                    MayOperate::class . ":{$permission->value}",
                ],
            ]);
        }
    }
}
