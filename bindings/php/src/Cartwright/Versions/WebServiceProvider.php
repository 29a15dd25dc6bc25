<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Laravel\Settings;
use Cartwright\Native\NativeVersions;
use Cartwright\Storage\Backoff;
use Cartwright\Versions\Admin\OperationsRoutes;
use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\Cache\EngineShelf;
use Cartwright\Versions\Cache\Entries;
use Cartwright\Versions\Cache\Flights;
use Cartwright\Versions\Cache\OpenTransactions;
use Cartwright\Versions\Cache\Refreshes;
use Cartwright\Versions\Cache\Reports;
use Cartwright\Versions\Cache\Shelf;
use Cartwright\Versions\Cache\StoreShelf;
use Cartwright\Versions\Cache\Surroundings;
use Cartwright\Versions\Events\AtomicCacheAlert;
use Cartwright\Versions\Http\BrowserRoutes;
use Cartwright\Versions\Http\BrowserVersion;
use Cartwright\Versions\Http\DataVersionScript;
use Cartwright\Versions\Metrics\Mirrors;
use Cartwright\Versions\Metrics\MonitoringLog;
use Cartwright\Versions\Metrics\Thresholds;
use Cartwright\Versions\Metrics\Watch;
use Cartwright\Versions\Notifications\NotifyOperators;
use Closure;
use Illuminate\Container\Container as CurrentContainer;
use Illuminate\Contracts\Cache\Repository;
use Illuminate\Contracts\Container\Container;
use Illuminate\Support\ServiceProvider;
use Illuminate\View\Compilers\BladeCompiler;

/**
 * Tells an application about the versioned cache, the browser's version and the monitoring. Nothing is opened before something
 * is asked.
 */
class WebServiceProvider extends ServiceProvider
{
    /**
     * How one waits for another who loads a value.
     *
     * @internal
     */
    public const WAITING = 'cartwright.versions.waiting';

    /**
     * As the store of values: the engine's own.
     *
     * @internal
     */
    public const NATIVE = 'native';

    public function register(): void
    {
        $this->app->bind(Counts::class, static fn (Container $app): Counts => new Counts(self::engine($app)));
        $this->app->bindIf(self::WAITING, static fn (Container $app): Backoff => new Backoff(
            PHP_INT_MAX,
            Settings::of($app)->integer('versions.cache.wait_ms', 2000) / 1000,
        ));
        $this->app->singleton(VersionedCache::class, self::cache(...));
        $this->app->bind(BrowserVersion::class, static fn (Container $app): BrowserVersion => new BrowserVersion(
            $app->make(DataVersions::class),
            $app->make(Counts::class),
            $app->make('config')->get('versions.browser.types'),
        ));
        $this->registerMonitoring();
        $this->callAfterResolving('blade.compiler', static function (BladeCompiler $blade): void {
            $blade->directive('dataVersion', static fn (string $options): string => sprintf(
                '<?php echo app(\\%s::class)->html(%s); ?>',
                DataVersionScript::class,
                $options,
            ));
        });
    }

    /**
     * Adds the routes that the settings ask for, and what is published.
     */
    public function boot(): void
    {
        $settings = Settings::of($this->app);

        if ($settings->switch('versions.browser.endpoint.enabled', false)) {
            BrowserRoutes::register($this->app);
        }

        if ($settings->switch('versions.routes.enabled', false)) {
            OperationsRoutes::register($this->app);
        }

        $this->app->make('events')->listen(AtomicCacheAlert::class, [NotifyOperators::class, 'handle']);

        if ($this->app->runningInConsole()) {
            $this->publishes(
                [DataVersionScript::FILE => $this->app->publicPath(DataVersionScript::PUBLISHED)],
                'versions-assets',
            );
        }

        AboutVersions::register();
    }

    private function registerMonitoring(): void
    {
        $this->app->bind(Thresholds::class, Thresholds::of(...));
        $this->app->bind(Mirrors::class, static fn (Container $app): Mirrors => new Mirrors(
            static fn (): Repository => $app->make('cache')->store(),
        ));
        $this->app->bind(AtomicCacheMetrics::class, static fn (Container $app): AtomicCacheMetrics => new AtomicCacheMetrics(
            self::engine($app),
            $app->make(Counts::class),
            $app->make(Mirrors::class),
            $app->make(Thresholds::class),
        ));
        $this->app->bind(Watch::class, static fn (Container $app): Watch => new Watch(
            $app,
            self::engine($app),
            $app->make(AtomicCacheMetrics::class),
            $app->make(Counts::class),
            $app->make(Mirrors::class),
            $app->make(MonitoringLog::class),
            $app->make(Thresholds::class),
        ));
    }

    private static function cache(Container $app): VersionedCache
    {
        // Under a server that clones the application for each request, this is made once: it asks the clone.
        $current = CurrentContainer::getInstance(...);
        $waiting = $app->make(self::WAITING);
        $around = new Surroundings(
            $app->make(Counts::class),
            $waiting,
            static fn (): bool => (new OpenTransactions($current()))->any(),
            Refreshes::later($current),
            (new Reports($waiting->now(...), report(...)))->tell(...),
        );

        return new VersionedCache($app->make(DataVersions::class), self::shelf($app, $around), $around);
    }

    private static function shelf(Container $app, Surroundings $around): Shelf
    {
        $name = $app->make('config')->get('versions.cache.store');

        return $name === self::NATIVE ? new EngineShelf(self::engine($app), $around) : new StoreShelf(
            new Entries(
                static fn (): Repository => CurrentContainer::getInstance()->make('cache')->store($name),
                $around->failed(...),
                $around->waiting->now(...),
                Settings::of($app)->number('versions.cache.leave_alone', 5.0),
            ),
            new Flights(self::engine($app), $around),
            $around,
        );
    }

    /**
     * @return Closure(): NativeVersions
     */
    private static function engine(Container $app): Closure
    {
        return static fn (): NativeVersions => $app->make(DataVersions::class)->native();
    }
}
