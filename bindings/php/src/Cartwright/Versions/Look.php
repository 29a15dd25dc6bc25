<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Native\NativeVersions;
use Closure;
use Throwable;

/**
 * One look at types: what the store says, and what the table says of the rest.
 *
 * @internal
 */
final readonly class Look
{
    public function __construct(private NativeVersions $native, private VersionTable $table, private ChangeSettings $settings)
    {
    }

    /**
     * @param list<string> $types
     */
    public function at(array $types, string $need): Captured
    {
        $seen = $this->native->call('look', ['types' => $types, 'need' => $need]);
        // Nothing is to be asked, most of the time.
        $captured = $seen['captured']
            ?? $this->native->call('answer', ['seen' => $seen['seen'], 'told' => $this->told($seen['questions'])]);

        return new Captured($captured['versions'], $captured['bypass']);
    }

    /**
     * @param list<array{type: string, asked: string}> $questions
     *
     * @return list<array<string, string>|null>
     */
    private function told(array $questions): array
    {
        $types = ['committed' => [], 'settled' => []];

        foreach ($questions as $question) {
            $types[$question['asked']][] = $question['type'];
        }

        $settled = $this->ifReached(fn (): array => $this->table->settled($types['settled'], $this->settings->settleWait), $types['settled']);
        // Who does not come to an end in time does not keep us from what is committed.
        $unsettled = $settled === null ? $types['settled'] : [];
        $asked = [...$types['committed'], ...$unsettled];
        $committed = $this->ifReached(fn (): array => $this->table->committed($asked), $asked) ?? [];

        return array_map(static fn (array $question): ?array => match (true) {
            isset($settled[$question['type']]) => ['settled' => $settled[$question['type']]],
            isset($committed[$question['type']]) => ['committed' => $committed[$question['type']]],
            default => null,
        }, $questions);
    }

    /**
     * @param Closure(): array<array-key, string> $ask
     * @param list<string> $types
     *
     * @return array<array-key, string>|null null if the database cannot be reached, or is busy; a table that is not there is thrown
     */
    private function ifReached(Closure $ask, array $types): ?array
    {
        if ($types === []) {
            return [];
        }

        try {
            return $ask();
        } catch (Throwable $failure) {
            $dialect = $this->table->dialect();

            return $dialect->isLostConnection($failure) || $dialect->mayRetry($failure) ? null : throw $failure;
        }
    }
}
