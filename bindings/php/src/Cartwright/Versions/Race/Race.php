<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Closure;
use Illuminate\Contracts\Container\Container;
use Random\Engine\Mt19937;
use Random\Randomizer;

/**
 * A race of real processes on the application's own database, store and cache, each in a place of its own there: writers change data,
 * die and stop between COMMIT and publication; readers come by the cache. At the end it is counted.
 *
 * @internal
 */
final readonly class Race
{
    public function __construct(private Container $app, private RaceSettings $settings)
    {
    }

    /**
     * @param ?Closure(float): void $progress is told how much of it is over
     * @param ?Closure(Closure(float): void): void $midway what is done in the middle of it; it waits some seconds by what it is given
     */
    public function run(?Closure $progress = null, ?Closure $midway = null): Outcome
    {
        $outcome = new Outcome();
        $ground = Ground::prepare($this->app);

        try {
            $this->raceOn($ground, $outcome, $progress ?? static fn () => null, $midway);
            (new Verdict($this->app, $ground))->count($outcome);
        } finally {
            $ground->remove($this->app);
        }

        return $outcome;
    }

    /**
     * @param Closure(float): void $progress
     */
    private function raceOn(Ground $ground, Outcome $outcome, Closure $progress, ?Closure $midway): void
    {
        $crew = new Crew(Artisan::path($this->app), $outcome);
        $seeds = new Randomizer(new Mt19937($this->settings->seed));

        try {
            foreach ([[Role::Writer, $this->settings->writers], [Role::Reader, $this->settings->readers]] as [$role, $count]) {
                for ($number = 1; $number <= $count; $number++) {
                    $seed = $seeds->getInt(1, PHP_INT_MAX >> 1);
                    $crew->hire(new Task($role, $ground, $number, $seed, $this->settings->plant, $this->settings->changes));
                }
            }

            $crew->begin();
            $begun = microtime(true);

            // In steps, so that whoever watches sees it move.
            for ($step = 1; $step <= 20; $step++) {
                $crew->race($begun + $this->settings->seconds * $step / 20);
                $progress($step / 20);

                if ($step === 7 && $midway !== null) {
                    $paused = microtime(true);
                    $midway(static fn (float $seconds) => $crew->race(microtime(true) + $seconds));
                    $begun += microtime(true) - $paused;
                }
            }
        } finally {
            $crew->end();
        }
    }
}
