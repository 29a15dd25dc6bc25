<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Cartwright\Storage\Backoff;
use Closure;
use Throwable;

/**
 * What surrounds a versioned cache: the application's transactions and its responses, time, and who hears of failures.
 *
 * @internal
 */
final readonly class Surroundings
{
    /**
     * @param Backoff $waiting how others wait for the one who loads
     * @param Closure(): bool $inTransaction whether the application has one open
     * @param Closure(Closure(): void): void $later does something when the response is on its way
     * @param Closure(Throwable): void $report tells the application
     */
    public function __construct(
        public Counts $counts,
        public Backoff $waiting,
        private Closure $inTransaction,
        private Closure $later,
        private Closure $report,
    ) {
    }

    public function inTransaction(): bool
    {
        return ($this->inTransaction)();
    }

    /**
     * Makes a value anew when the response is on its way. Nobody waits for it any more, and the old one is good until its hard
     * end: so if it fails that is told, and nothing else.
     *
     * @param Closure(): mixed $refresh
     */
    public function afterResponse(Closure $refresh): void
    {
        ($this->later)(function () use ($refresh): void {
            try {
                $refresh();
            } catch (Throwable $failure) {
                $this->failed('cache.refresh_failed', $failure);
            }
        });
    }

    /**
     * Counts and tells what has failed without stopping anybody.
     */
    public function failed(string $name, Throwable $failure): void
    {
        $this->counts->count($name, ok: false);
        ($this->report)($failure);
    }
}
