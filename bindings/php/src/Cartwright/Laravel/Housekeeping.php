<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Contracts\Foundation\Application;

/**
 * With `cart.cleanup.auto_cleanup` the scheduler deletes abandoned carts every night.
 *
 * @internal
 */
final class Housekeeping
{
    public static function schedule(Application $app): void
    {
        if (! Settings::of($app)->switch('cart.cleanup.auto_cleanup', false)) {
            return;
        }

        $plan = static function (Schedule $schedule): void {
            $schedule->command('cart:clear-abandoned', ['--force'])->daily();
        };
        $app->afterResolving(Schedule::class, $plan);

        if ($app->resolved(Schedule::class)) {
            $plan($app->make(Schedule::class));
        }
    }
}
