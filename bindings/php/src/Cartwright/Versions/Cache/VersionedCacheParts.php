<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Cartwright\Storage\Backoff;
use Cartwright\Versions\DataVersions;
use Closure;
use Throwable;

/**
 * What a versioned cache works with.
 *
 * @internal
 */
final readonly class VersionedCacheParts
{
    /**
     * @param Closure(): bool $inTransaction whether the application has one open
     * @param Backoff $waiting how others wait for the one who loads
     * @param Closure(Closure(): void): void $later does something when the response is on its way
     * @param Closure(Throwable): void $report tells the application
     */
    public function __construct(
        public DataVersions $versions,
        public Entries $entries,
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
     * @param Closure(): void $work
     */
    public function afterResponse(Closure $work): void
    {
        ($this->later)($work);
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
