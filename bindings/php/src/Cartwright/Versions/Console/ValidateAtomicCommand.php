<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Validation\Validator;
use Cartwright\Versions\VersionedCache;
use Illuminate\Console\Command;
use Illuminate\Contracts\Container\Container;
use InvalidArgumentException;

/**
 * Checks that data versions hold here: with real processes, in places of its own.
 */
class ValidateAtomicCommand extends Command
{
    use LetsProcessesRace;
    use ShowsFindings;

    protected $signature = 'cache:validate-atomic
        {--test-concurrency : With real processes: concurrent updates and events, and a race with a defect that it has to see}
        {--stress-test=10 : A race of real processes, each of whose writers makes so many changes}
        {--clear-cache : First make everything unreachable that the versioned cache has kept; nothing of others is touched}
        {--repair : First make right what is published and not what is committed}
        {--seed=1 : Repeats the choices of a race}
        {--plant= : Do it wrong on purpose: invalidate-before-commit or no-mark; then the validation has to fail}
        {--who= : Who does it, for the audit trail}
        {--json : As one JSON object}';

    protected $description = 'Check that data versions hold here: atomic update, consistency, atomic invalidation, concurrency, final state';

    protected $help = <<<'TEXT'
        It works on the application's database, store of versions and cache, in tables, keys and files of its own, which are removed. No store is
        ever flushed, and no version of the application is raised, but that of the versioned cache by --clear-cache.

        Exit code 0 if everything holds, 1 if anything does not, 2 if an option cannot be.
        TEXT;

    /**
     * Clears and repairs if it is asked for, checks, and fails if anything does not hold.
     */
    public function handle(Container $app, DataVersions $versions): int
    {
        try {
            [$changes, $plant, $seed] = [$this->changes(), $this->plant(), $this->number('seed', 0)];
        } catch (InvalidArgumentException $mistake) {
            return $this->refuse($mistake);
        }

        return $this->racing($versions, function () use ($app, $versions, $changes, $plant, $seed): int {
            $answer = $this->clear($app) + $this->repair($versions);
            $checks = $this->withProgress(fn ($progress): array => (new Validator($app, $seed))->run(
                $changes,
                (bool) $this->option('test-concurrency'),
                $plant,
                $progress,
            ));

            return $this->judge($checks, $answer);
        });
    }

    /**
     * @param array<string, ?string> $checks
     * @param array<string, mixed> $answer what was done before
     */
    private function judge(array $checks, array $answer): int
    {
        $holds = array_filter($checks) === [] && ($answer['repair']['success'] ?? true);
        $this->answer(['success' => $holds] + $answer + ['checks' => $checks], fn () => $this->table(
            ['Check', 'Result'],
            array_map(
                static fn (string $name, ?string $wrong): array => [$name, $wrong ?? 'ok'],
                array_keys($checks),
                $checks,
            ),
        ));

        return $holds ? self::SUCCESS : self::FAILURE;
    }

    private function changes(): ?int
    {
        $isAsked = $this->option('test-concurrency') || $this->input->hasParameterOption('--stress-test', true);

        return $isAsked ? $this->number('stress-test') : null;
    }

    /**
     * @return array<string, mixed>
     */
    private function clear(Container $app): array
    {
        if (! $this->option('clear-cache')) {
            return [];
        }

        $app->make(VersionedCache::class)->clear($this->who());
        $this->option('json') || $this->info('What the versioned cache has kept is unreachable now.');

        return ['cleared' => true];
    }

    /**
     * @return array<string, mixed>
     */
    private function repair(DataVersions $versions): array
    {
        if (! $this->option('repair')) {
            return [];
        }

        $report = $versions->reconcile(true, $this->who());
        $this->option('json') || $this->showFindings($report);

        return ['repair' => self::report($report)];
    }
}
