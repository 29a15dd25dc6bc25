<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Closure;
use Cartwright\Native\NativeVersions;
use Throwable;

/**
 * Counts what happened, by the minute, together with everything else that the engine counts. To count is never a reason to
 * fail.
 *
 * @internal
 */
final readonly class Counts
{
    /**
     * @param Closure(): NativeVersions $engine
     */
    public function __construct(private Closure $engine)
    {
    }

    public function count(string $name, int $micros = 0, bool $ok = true): void
    {
        try {
            ($this->engine)()->call('record', ['name' => $name, 'micros' => $micros, 'ok' => $ok]);
        } catch (Throwable) {
            // Whatever keeps the engine from counting keeps it from more important things, where it is told.
        }
    }
}
