<?php

declare(strict_types=1);

namespace Cartwright\Versions\Http;

use Illuminate\Contracts\Foundation\Application;

/**
 * The version as JSON and the script that asks for it, where the application has switched them on.
 *
 * @internal
 */
final class BrowserRoutes
{
    public static function register(Application $app): void
    {
        if ($app->routesAreCached()) {
            return;
        }

        $config = $app->make('config');
        $router = $app->make('router');
        $path = trim((string) $config->get('versions.browser.endpoint.path', 'data-version'), '/');
        $middleware = (array) $config->get('versions.browser.endpoint.middleware', []);

        foreach (['version' => $path, 'script' => "{$path}.js"] as $action => $uri) {
            $router->get($uri, [
                'uses' => VersionController::class . "@{$action}",
                'as' => "versions.{$action}",
                'middleware' => $middleware,
            ]);
        }
    }
}
