<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Native\NativeVersions;
use Closure;
use Throwable;

/**
 * What readers are told of changes: the engine's part of a change.
 *
 * @internal
 */
final readonly class Announcements
{
    /**
     * @param Closure(): NativeVersions $native
     */
    public function __construct(private Closure $native)
    {
    }

    /**
     * @param list<string> $types
     *
     * @throws Throwable if no mark can be set, and changes are to be refused then
     */
    public function begin(array $types, int $level, string $who): Announced
    {
        $begun = ($this->native)()->call('begin', ['types' => $types]);

        return new Announced($begun['change'], $begun['types'], $begun['marked'], $level, $who);
    }

    /**
     * @return bool whether there is a mark
     *
     * @throws Throwable if it has to be renewed and cannot be, and changes are to be refused then
     */
    public function confirm(Announced $announced): bool
    {
        return $announced->isMarked = ($this->native)()->call('confirm', ['change' => $announced->change])['marked'];
    }

    /**
     * Publishes what was committed, and writes it down: into the audit trail, and into the list of incidents if something was
     * missing.
     *
     * @param array<array-key, string> $versions
     * @param string|null $id of the change, if it has one of its own
     * @param list<string> $degraded what was missing before
     *
     * @return list<string> what was missing
     */
    public function publish(
        Announced $announced,
        array $versions,
        VersionTable $table,
        ?string $id = null,
        bool $repeated = false,
        array $degraded = [],
    ): array {
        $answer = ($this->native)()->call('publish', ['change' => $announced->change, 'versions' => (object) $versions]);

        if (! $announced->isMarked) {
            $degraded[] = 'unmarked';
            $answer['left'] === null && $table->reconciled($versions);
        }

        if ($answer['left'] !== null) {
            $degraded[] = 'unpublished';
        }

        ($this->native)()->call('bumped', [
            'id' => $id ?? $announced->change,
            'versions' => (object) $versions,
            'repeated' => $repeated,
            'degraded' => $degraded,
            'who' => $announced->who,
        ]);

        return $degraded;
    }

    public function withdraw(Announced $announced): void
    {
        ($this->native)()->call('withdraw', ['change' => $announced->change]);
    }
}
