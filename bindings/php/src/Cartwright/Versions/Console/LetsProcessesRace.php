<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Race\Plant;
use Closure;

/**
 * For commands that let processes race on the application's own database, store and cache.
 *
 * @internal
 */
trait LetsProcessesRace
{
    use SaysWhatFailed;
    use ShowsProgress;
    use TakesNumbers;

    /**
     * @param Closure(): int $work answers the exit code
     */
    private function racing(DataVersions $versions, Closure $work): int
    {
        return $this->sayingWhatFails(static function () use ($versions, $work): int {
            // Where it is away, each of many processes would wait for it.
            $versions->native()->call('health');

            return $work();
        });
    }

    private function plant(): ?Plant
    {
        $plant = $this->option('plant');

        return $plant === null ? null : Plant::named($plant);
    }
}
