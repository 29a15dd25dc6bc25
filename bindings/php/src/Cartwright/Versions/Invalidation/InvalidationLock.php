<?php

declare(strict_types=1);

namespace Cartwright\Versions\Invalidation;

use Cartwright\Storage\Backoff;
use Closure;
use Illuminate\Contracts\Cache\Lock;
use Illuminate\Contracts\Cache\LockProvider;
use Illuminate\Contracts\Cache\Repository;
use Throwable;

/**
 * The lock by which invalidations of a type follow each other. Its name is that of the type and of nothing else, so that two events
 * exclude each other. It keeps order and nothing more: whoever cannot have it says so and goes on.
 *
 * @internal
 */
final class InvalidationLock
{
    private const NAME = 'cartwright.versions.invalidation.';

    /** @var list<Lock> */
    private array $held = [];

    /**
     * @param Closure(): Repository $cache
     * @param int $lease seconds for which it is held at most
     */
    public function __construct(private readonly Closure $cache, private readonly int $lease, private readonly Backoff $backoff)
    {
    }

    /**
     * @param list<string> $types
     *
     * @return list<string> what was missing: `lock_held`, `lock_unreachable`, `lock_unsupported`
     */
    public function take(array $types): array
    {
        // In one order, so that two events do not wait for each other.
        sort($types, SORT_STRING);

        try {
            $store = ($this->cache)()->getStore();

            if (! $store instanceof LockProvider) {
                return ['lock_unsupported'];
            }

            $begun = $this->backoff->now();

            foreach ($types as $type) {
                if (! $this->acquire($store->lock(self::NAME . $type, $this->lease), $begun)) {
                    return ['lock_held'];
                }
            }

            return [];
        } catch (Throwable) {
            return ['lock_unreachable'];
        }
    }

    public function release(): void
    {
        foreach (array_reverse($this->held) as $lock) {
            try {
                // Only that of our own.
                $lock->release();
            } catch (Throwable) {
                // It ends with its lease.
            }
        }

        $this->held = [];
    }

    private function acquire(Lock $lock, float $begun): bool
    {
        for ($attempt = 1; ! $lock->get(); $attempt++) {
            if (! $this->backoff->allows($attempt + 1, $begun)) {
                return false;
            }

            $this->backoff->pause($attempt);
        }

        $this->held[] = $lock;

        return true;
    }
}
