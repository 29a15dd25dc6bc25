<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Race\Outcome;
use Cartwright\Versions\Race\Race;
use Cartwright\Versions\Race\RaceSettings;
use Illuminate\Console\Command;
use Illuminate\Contracts\Container\Container;
use InvalidArgumentException;

/**
 * A race of real processes, in tables, keys and files of its own.
 */
class StressCommand extends Command
{
    use LetsProcessesRace;

    protected $signature = 'versions:stress
        {--writers=3 : How many processes change data: in a closure, by a model, and with an event, by turns}
        {--readers=3 : How many come by the cache}
        {--seconds=5 : How long}
        {--seed=1 : Repeats the choices of a race; what the machine does meanwhile is not repeated}
        {--plant= : Do it wrong on purpose, to see that the race can see: invalidate-before-commit or no-mark; then it has to fail}
        {--json : As one JSON object}';

    protected $description = 'Let processes change data and read them through the cache, writers die and stop between COMMIT and publication';

    protected $help = <<<'TEXT'
        Processes of this application race on its database, its store of versions and its cache, in tables, keys and files of the race's
        own, which are removed. Then it is counted: a reader that saw what is older than what had been acknowledged when it began, a version
        that went back, a change that is lost or counted twice, a cache that differs from the data.

        Exit code 0 if nothing was wrong, 1 if anything was (with --plant that is how it has to be), 2 if an option cannot be.
        TEXT;

    /**
     * Holds the race, and fails if anything was wrong.
     */
    public function handle(Container $app, DataVersions $versions): int
    {
        try {
            $settings = $this->settings();
        } catch (InvalidArgumentException $mistake) {
            return $this->refuse($mistake);
        }

        return $this->racing($versions, fn (): int => $this->race($app, $settings));
    }

    private function race(Container $app, RaceSettings $settings): int
    {
        $outcome = $this->withProgress(static fn ($progress): Outcome => (new Race($app, $settings))->run($progress));
        $failure = $outcome->failure();
        $this->answer(
            ['success' => $failure === null] + $outcome->jsonSerialize() + ['seed' => $settings->seed, 'message' => $failure],
            function () use ($outcome, $failure, $settings): void {
                $this->line("{$outcome->sentence()} (seed {$settings->seed})");
                $failure === null || $this->error($failure);
            },
        );

        return $failure === null ? self::SUCCESS : self::FAILURE;
    }

    private function settings(): RaceSettings
    {
        return new RaceSettings(
            $this->number('writers'),
            $this->number('readers'),
            $this->number('seconds'),
            $this->number('seed', 0),
            $this->plant(),
        );
    }
}
