<?php

declare(strict_types=1);

namespace Cartwright\Versions\Notifications;

use Cartwright\Versions\Events\AtomicCacheAlert;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Notifications\Dispatcher;
use Illuminate\Notifications\AnonymousNotifiable;

/**
 * Sends an alarm to where the application has said: `versions.monitoring.notify`, a route for each channel.
 *
 * @internal
 */
final readonly class NotifyOperators
{
    public function __construct(private Container $app)
    {
    }

    public function handle(AtomicCacheAlert $alert): void
    {
        $config = $this->app->make('config');
        $routes = array_filter((array) $config->get('versions.monitoring.notify', []));

        if ($routes === [] || ! $this->app->bound(Dispatcher::class)) {
            return;
        }

        $people = new AnonymousNotifiable();

        foreach ($routes as $channel => $route) {
            $people->route($channel, $route);
        }

        $class = $config->get('versions.monitoring.notification', AtomicCacheAlertNotification::class);
        $this->app->make(Dispatcher::class)->send($people, new $class($alert, array_keys($routes)));
    }
}
