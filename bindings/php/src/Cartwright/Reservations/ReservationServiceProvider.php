<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Checkout\HmacGateway;
use Cartwright\Checkout\Http\Routes;
use Cartwright\Checkout\ItemLines;
use Cartwright\Checkout\PaymentGateway;
use Cartwright\Checkout\ReservedLines;
use Cartwright\Laravel\Settings;
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
        $this->app->bindIf(PaymentGateway::class, static fn (Container $app): PaymentGateway => new HmacGateway(
            Settings::of($app)->text('reservations.checkout.hmac_secret', ''),
        ));
        $this->app->bindIf(ReservedLines::class, static fn (Container $app): ReservedLines => new ItemLines($app));
        $this->app->bind(
            AtomicCache::class,
            static fn (Container $app): AtomicCache => new AtomicCache($app->make(ReservationManager::class)),
        );
    }

    /**
     * Adds the routes, the schedule, the migration and the commands that the settings ask for.
     */
    public function boot(): void
    {
        $settings = Settings::of($this->app);
        $migrations = self::DIRECTORY . '/database/checkout';

        if ($settings->switch('reservations.routes.enabled', false)) {
            Routes::register($this->app);
        }

        if (CleanUpSchedule::isWanted($this->app)) {
            CleanUpSchedule::register($this->app);
        }

        if ($settings->switch('reservations.checkout.enabled', false)) {
            $this->loadMigrationsFrom($migrations);
        }

        if ($this->app->runningInConsole()) {
            $this->publishes(
                [self::DIRECTORY . '/config/reservations.php' => $this->app->configPath('reservations.php')],
                'reservations-config',
            );
            $this->publishes([$migrations => $this->app->databasePath('migrations')], 'reservations-migrations');
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
