<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Laravel\OneAtATime;
use Cartwright\Laravel\Settings;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Contracts\Foundation\Application;

/**
 * The scheduler removes each night what is too old from the journal, unless `versions.journal.keep_days` is 0; where no versions are in
 * use there is nothing to do.
 *
 * @internal
 */
final class JournalSchedule
{
    public static function isWanted(Application $app): bool
    {
        return Settings::of($app)->integer('versions.journal.keep_days', JournalTrim::KEEP_DAYS) > 0;
    }

    public static function register(Application $app): void
    {
        $plan = static function (Schedule $schedule) use ($app): void {
            $trim = $schedule->command('versions:trim', ['--who=scheduler']);
            OneAtATime::of($trim, 'versions-trim', VersionSettings::journalIsOfThisMachine($app))
                ->daily()
                ->when(static fn (): bool => VersionSettings::isInUse($app));
        };
        $app->afterResolving(Schedule::class, $plan);

        if ($app->resolved(Schedule::class)) {
            $plan($app->make(Schedule::class));
        }
    }
}
