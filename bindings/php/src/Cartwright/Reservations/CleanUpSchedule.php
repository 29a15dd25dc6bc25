<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Contracts\Foundation\Application;

/**
 * With `reservations.cleanup.scheduled` the scheduler collects expired holds every half minute and expired orders every five.
 *
 * @internal
 */
final class CleanUpSchedule
{
    public static function register(Application $app): void
    {
        $plan = static function (Schedule $schedule): void {
            $holds = $schedule->command('reservations:cleanup', ['--holds'])->withoutOverlapping();
            // Laravel knows of parts of a minute since 10.15.
            method_exists($holds, 'everyThirtySeconds') ? $holds->everyThirtySeconds() : $holds->everyMinute();
            $schedule->command('reservations:cleanup')->everyFiveMinutes()->withoutOverlapping();
        };
        $app->afterResolving(Schedule::class, $plan);

        if ($app->resolved(Schedule::class)) {
            $plan($app->make(Schedule::class));
        }
    }
}
