<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Reservations\Console\ClearCommand;
use Cartwright\Reservations\Console\CleanupCommand;
use Cartwright\Reservations\Console\LocksTestCommand;
use Cartwright\Reservations\Console\ReleaseCommand;
use Cartwright\Reservations\Console\ShowCommand;
use Cartwright\Reservations\Console\StatsCommand;
use Cartwright\Reservations\Console\StressCommand;
use Illuminate\Contracts\Container\Container;
use Illuminate\Support\ServiceProvider;

/**
 * Tells an application about reservations. Nothing is opened before something is asked of them.
 */
class ReservationServiceProvider extends ServiceProvider
{
    private const DIRECTORY = __DIR__ . '/../../..';

    public function register(): void
    {
        $this->mergeConfigFrom(self::DIRECTORY . '/config/reservations.php', 'reservations');
        $this->app->singleton(
            ReservationManager::class,
            static fn (Container $app): ReservationManager => ReservationSettings::manager($app),
        );
        $this->app->bind(
            AtomicCache::class,
            static fn (Container $app): AtomicCache => new AtomicCache($app->make(ReservationManager::class)),
        );
    }

    public function boot(): void
    {
        if ($this->app->runningInConsole()) {
            $this->publishes(
                [self::DIRECTORY . '/config/reservations.php' => $this->app->configPath('reservations.php')],
                'reservations-config',
            );
            $this->commands([
                StatsCommand::class,
                ShowCommand::class,
                ReleaseCommand::class,
                CleanupCommand::class,
                ClearCommand::class,
                StressCommand::class,
                LocksTestCommand::class,
            ]);
        }
    }
}
