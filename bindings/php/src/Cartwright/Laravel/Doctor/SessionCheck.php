<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\Middleware\SerializeCartSession;
use Cartwright\Laravel\Settings;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Routing\Route;
use Illuminate\Session\Middleware\StartSession;

/**
 * Whether two requests of one session can run at once: Laravel saves the whole session at the end of each, and the later
 * one wipes what the other has put into the cart.
 *
 * @internal
 */
final class SessionCheck implements Check
{
    public function findings(Application $app): iterable
    {
        if (Settings::of($app)->text('cart.storage', 'session') !== 'session') {
            yield Finding::fine('sessions', 'no carts in them');

            return;
        }

        if ($app->make('config')->get('session.driver') === 'cookie') {
            yield Finding::problem(
                'sessions',
                'the session is kept in the browser, where nothing can be locked and no more than 4 KB fit',
                'Use another session driver, or keep carts in the database',
            );

            return;
        }

        // With session.block Laravel keeps them all apart itself.
        $open = $app->make('session')->shouldBlock() ? [] : $this->routesAtOnce($app);

        yield $open === []
            ? Finding::fine('sessions', 'requests of one session wait for each other')
            : Finding::warning(
                'sessions',
                'requests of one session may run at once and lose items, on ' . count($open) . ' routes, such as '
                . implode(', ', array_slice($open, 0, 3)),
                'Put the middleware ' . SerializeCartSession::class . ' before StartSession in the group web, or block() on the routes',
            );
    }

    /**
     * @return list<string> those that have a session and let others run
     */
    private function routesAtOnce(Application $app): array
    {
        $router = $app->make('router');
        $open = [];

        /** @var Route $route */
        foreach ($router->getRoutes() as $route) {
            if ($route->locksFor() === null && self::startsSessionAlone($router->gatherRouteMiddleware($route))) {
                $open[] = '/' . ltrim($route->uri(), '/');
            }
        }

        return $open;
    }

    /**
     * @param array<array-key, mixed> $middleware in the order in which requests go through them
     */
    private static function startsSessionAlone(array $middleware): bool
    {
        foreach ($middleware as $one) {
            $class = is_string($one) ? explode(':', $one)[0] : '';

            // Too late after the session was loaded.
            if (is_a($class, SerializeCartSession::class, true)) {
                return false;
            }

            if (is_a($class, StartSession::class, true)) {
                return true;
            }
        }

        return false;
    }
}
