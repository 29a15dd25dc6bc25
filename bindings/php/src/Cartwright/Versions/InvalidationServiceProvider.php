<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Laravel\Settings;
use Cartwright\Storage\Backoff;
use Cartwright\Versions\Invalidation\InvalidationLock;
use Cartwright\Versions\Invalidation\InvalidationMap;
use Cartwright\Versions\Invalidation\NamedKeys;
use Closure;
use Illuminate\Container\Container as CurrentContainer;
use Illuminate\Contracts\Cache\Repository;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Foundation\CachesConfiguration;
use Illuminate\Support\ServiceProvider;

/**
 * Tells an application what its events make invalid.
 */
class InvalidationServiceProvider extends ServiceProvider
{
    private const DEFAULTS = __DIR__ . '/../../../config/versions.php';

    public function register(): void
    {
        if (! ($this->app instanceof CachesConfiguration && $this->app->configurationIsCached())) {
            // An application that sets one of these settings has not thereby emptied the map.
            $config = $this->app->make('config');
            $own = (array) $config->get('versions.invalidation', []);
            $config->set('versions.invalidation', $own + (require self::DEFAULTS)['invalidation']);
        }

        $this->app->bind(InvalidationMap::class, static fn (Container $app): InvalidationMap => new InvalidationMap($app->make('config')));
        $this->app->bind(NamedKeys::class, static fn (): NamedKeys => new NamedKeys(self::cache()));
        $this->app->bind(InvalidationLock::class, self::lock(...));
    }

    /**
     * Listens to the events of the map.
     */
    public function boot(): void
    {
        if (! Settings::of($this->app)->switch('versions.invalidation.enabled', true)) {
            return;
        }

        $listener = Settings::of($this->app)->switch('versions.invalidation.queue.enabled', false)
            ? QueuedInvalidateShopCache::class
            : InvalidateShopCache::class;

        foreach ($this->app->make(InvalidationMap::class)->events() as $event) {
            $this->app->make('events')->listen($event, [$listener, 'handle']);
        }
    }

    private static function lock(Container $app): InvalidationLock
    {
        $settings = Settings::of($app);
        $base = $settings->integer('versions.invalidation.lock.base_delay', 100) * 1000;
        $attempts = max(1, $settings->integer('versions.invalidation.lock.attempts', 3));
        $lease = max(1, $settings->integer('versions.invalidation.lock.lease', 5));

        return new InvalidationLock(self::cache(), $lease, new Backoff($attempts, (float) $lease, base: $base, longest: $lease * 1_000_000));
    }

    /**
     * @return Closure(): Repository
     */
    private static function cache(): Closure
    {
        return static function (): Repository {
            $app = CurrentContainer::getInstance();

            return $app->make('cache')->store($app->make('config')->get('versions.invalidation.store'));
        };
    }
}
