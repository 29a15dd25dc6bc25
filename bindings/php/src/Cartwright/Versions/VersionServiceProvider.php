<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Laravel\RequestResets;
use Cartwright\Laravel\Settings;
use Cartwright\Versions\Console\Commands;
use Illuminate\Contracts\Container\Container;
use Illuminate\Support\ServiceProvider;

/**
 * Tells an application about the versions of its data. Nothing is opened before something is asked of them.
 */
class VersionServiceProvider extends ServiceProvider
{
    private const DIRECTORY = __DIR__ . '/../../..';

    public function register(): void
    {
        $this->mergeConfigFrom(self::DIRECTORY . '/config/versions.php', 'versions');
        $this->app->register(WebServiceProvider::class);
        $this->app->register(InvalidationServiceProvider::class);
        $this->app->singleton(OpenChanges::class);
        // One for each request, wherever it is asked for.
        $this->app->bind(RequestVersions::class, VersionSettings::request(...));
        $this->app->singleton(DataVersions::class, VersionSettings::versions(...));
    }

    /**
     * Listens to transactions, and brings what is published.
     */
    public function boot(): void
    {
        RequestResets::forgetScopes($this->app);
        $this->app->make(OpenChanges::class)->listen($this->app->make('events'));
        $migrations = self::DIRECTORY . '/database/versions';

        if (Settings::of($this->app)->switch('versions.migrate', false)) {
            $this->loadMigrationsFrom($migrations);
        }

        if (JournalSchedule::isWanted($this->app)) {
            JournalSchedule::register($this->app);
        }

        if ($this->app->runningInConsole()) {
            $this->publishes(
                [self::DIRECTORY . '/config/versions.php' => $this->app->configPath('versions.php')],
                'versions-config',
            );
            $this->commands(Commands::ALL);
            $this->publishes([$migrations => $this->app->databasePath('migrations')], 'versions-migrations');
        }
    }
}
