<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Cartwright\Versions\DataVersions;
use Illuminate\Contracts\Container\Container;
use RuntimeException;

/**
 * A process that comes when the race is over and says what it finds. It knows nothing of what was before.
 *
 * @internal
 */
final readonly class Judge
{
    /** Milliseconds after which every mark has ended, and a store is no longer young. */
    private const PATIENCE = 90_000;

    public function __construct(private Container $app, private Ground $ground)
    {
    }

    /**
     * @return array<string, mixed> what a process of its own has found
     */
    public static function ask(Container $app, Ground $ground): array
    {
        return Answers::of($app, new Task(Role::Judge, $ground));
    }

    /**
     * @return array<string, mixed>
     */
    public function look(): array
    {
        $versions = $this->app->make(DataVersions::class);
        $types = $this->ground->types();
        $this->waitForMarks($versions, $types);
        $before = $this->committed($versions, $types);
        [$page] = Reader::page($this->app, $this->ground);
        $standings = array_column($versions->native()->call('standings', ['types' => $types]) ?? [], 'published', 'type');
        $findings = $versions->reconcile(true, 'race')->findings;
        $again = $versions->reconcile(true, 'race')->findings;
        $after = $this->committed($versions, $types);

        return [
            'values' => (new Data($this->app, $this->ground))->values(),
            'committed' => $before,
            'published' => $standings,
            'page' => $page,
            'findings' => array_map(static fn (mixed $finding): string => (string) json_encode($finding), [...$findings, ...$again]),
            'moved' => array_keys(array_diff_assoc($before, $after)),
        ];
    }

    /**
     * @param list<string> $types
     *
     * @return array<string, string>
     */
    private function committed(DataVersions $versions, array $types): array
    {
        $versions->forget();

        return $versions->capture($types)->versions;
    }

    /**
     * Those who died have left theirs.
     *
     * @param list<string> $types
     */
    private function waitForMarks(DataVersions $versions, array $types): void
    {
        for ($waited = 0; $waited < self::PATIENCE; $waited += 50) {
            $standings = $versions->native()->call('standings', ['types' => $types]) ?? [];
            $live = array_filter($standings, static fn (array $standing): bool => $standing['mark'] === 'live');

            if ($live === []) {
                return;
            }

            usleep(50_000);
        }

        throw new RuntimeException('a mark does not end');
    }
}
