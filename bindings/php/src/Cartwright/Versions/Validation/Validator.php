<?php

declare(strict_types=1);

namespace Cartwright\Versions\Validation;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Race\Answers;
use Cartwright\Versions\Race\Ground;
use Cartwright\Versions\Race\Plant;
use Cartwright\Versions\Race\Race;
use Cartwright\Versions\Race\RaceSettings;
use Cartwright\Versions\Race\Role;
use Cartwright\Versions\Race\Task;
use Closure;
use Illuminate\Contracts\Container\Container;
use RuntimeException;

/**
 * Checks that data versions hold on the application's own database, store and cache, in places of its own there.
 *
 * @internal
 */
final readonly class Validator
{
    /** A race that takes longer than that is ended. */
    private const SECONDS = 60.0;

    /** A mistake that happens at every change is seen by then. */
    private const PLANTED_SECONDS = 2.0;

    public function __construct(private Container $app, private int $seed)
    {
    }

    /**
     * @param ?int $changes of each writer in a race; null for none
     * @param bool $isSeeing whether it is to be shown that the race sees what is wrong
     * @param Closure(float): void $progress
     *
     * @return array<string, ?string> what is wrong, by the name of the check; null if it holds
     */
    public function run(?int $changes, bool $isSeeing, ?Plant $plant, Closure $progress): array
    {
        $checks = $this->inOneProcess();
        // What does not hold in one process holds in none.
        $isWorthIt = array_filter($checks) === [];
        $progress(0.2);

        if ($isWorthIt && $changes !== null) {
            $race = new Race($this->app, new RaceSettings(3, 2, self::SECONDS, $this->seed, $plant, $changes));
            $outcome = $race->run(static fn (float $part) => $progress(0.2 + $part * 0.4));
            $checks['concurrent updates and events: none is lost or counted twice, and nobody sees what is old'] = $outcome->failure();
        }

        if ($isWorthIt && $isSeeing) {
            $settings = new RaceSettings(2, 2, self::PLANTED_SECONDS, $this->seed, Plant::InvalidateBeforeCommit);
            $isSeen = (new Race($this->app, $settings))->run(static fn (float $part) => $progress(0.6 + $part * 0.3))->wrong > 0;
            $checks['the race sees an invalidation before the commit'] = $isSeen ? null : 'it was not seen';
        }

        $checks['final state: what is published of the application is what is committed'] = $this->finalState();
        $progress(1.0);

        return $checks;
    }

    /**
     * @return array<string, ?string>
     */
    private function inOneProcess(): array
    {
        $ground = Ground::prepare($this->app);

        try {
            return Answers::of($this->app, new Task(Role::Checker, $ground));
        } catch (RuntimeException $failure) {
            return ['a process of the application can work with versions' => $failure->getMessage()];
        } finally {
            $ground->remove($this->app);
        }
    }

    private function finalState(): ?string
    {
        $wrong = $this->app->make(DataVersions::class)->reconcile(false, 'validate')->findings;

        return $wrong === [] ? null : count($wrong) . ' versions are wrong; --repair makes them right';
    }
}
