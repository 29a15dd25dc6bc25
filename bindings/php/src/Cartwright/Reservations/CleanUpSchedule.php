<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Laravel\OneAtATime;
use Cartwright\Laravel\Settings;
use Illuminate\Console\Scheduling\Event;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Contracts\Foundation\Application;

/**
 * The scheduler collects expired holds every half minute and expired orders every five, unless `reservations.cleanup.scheduled`
 * says no. Until it says anything, where the application has orders or routes of them.
 *
 * @internal
 */
final class CleanUpSchedule
{
    public static function isWanted(Application $app): bool
    {
        $settings = Settings::of($app);
        $isUsed = $settings->switch('reservations.checkout.enabled', false)
            || $settings->switch('reservations.routes.enabled', false);

        return $settings->switch('reservations.cleanup.scheduled', $isUsed);
    }

    public static function register(Application $app): void
    {
        $plan = static function (Schedule $schedule) use ($app): void {
            $holds = self::once($app, $schedule->command('reservations:cleanup', ['--holds']));
            // Laravel knows of parts of a minute since 10.15.
            method_exists($holds, 'everyThirtySeconds') ? $holds->everyThirtySeconds() : $holds->everyMinute();
            self::once($app, $schedule->command('reservations:cleanup'))->everyFiveMinutes();
        };
        $app->afterResolving(Schedule::class, $plan);

        if ($app->resolved(Schedule::class)) {
            $plan($app->make(Schedule::class));
        }
    }

    private static function once(Application $app, Event $event): Event
    {
        return OneAtATime::of($event, 'reservations-cleanup', ReservationSettings::isOfThisMachine($app));
    }
}
