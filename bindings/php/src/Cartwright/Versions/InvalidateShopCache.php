<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Versions\Invalidation\Invalidated;
use Cartwright\Versions\Invalidation\InvalidationLock;
use Cartwright\Versions\Invalidation\InvalidationMap;
use Cartwright\Versions\Invalidation\InvalidationReport;
use Cartwright\Versions\Invalidation\NamedKeys;
use Throwable;

/**
 * Makes invalid what an event has made out of date. The lock is taken; the versions are raised, and that is committed, before anything
 * is forgotten; keys and tags are forgotten; the lock is given back; and it is logged.
 *
 * What is announced in a transaction of the application is raised with it, and forgotten after its COMMIT: whatever is forgotten
 * before it, a reader would put back as it was.
 */
class InvalidateShopCache
{
    public function __construct(
        private readonly DataVersions $versions,
        private readonly InvalidationMap $map,
        private readonly InvalidationLock $lock,
        private readonly NamedKeys $keys,
        private readonly InvalidationReport $report,
    ) {
    }

    /**
     * Makes invalid what the event has made out of date; as part of the application's transaction, if one is open.
     */
    public function handle(ShopDataUpdated $event): void
    {
        $what = $this->map->of($event);
        $transaction = $this->versions->transaction();

        if ($transaction === null) {
            $this->invalidate($event, $what);

            return;
        }

        $this->versions->bump($what->raised(), $event->changeId);
        $transaction->afterCommit(function () use ($event, $what): void {
            try {
                $this->invalidate($event, $what);
            } catch (Throwable $failure) {
                // It is committed, and whoever has committed it has nothing to do with this.
                report($failure);
            }
        });
    }

    /**
     * When keys could not be forgotten, after the versions were raised.
     */
    protected function keysAreLeft(Throwable $failure): void
    {
        report($failure);
    }

    private function invalidate(ShopDataUpdated $event, Invalidated $what): void
    {
        $begun = hrtime(true);
        $seconds = static fn (): float => (hrtime(true) - $begun) / 1e9;
        $missing = $this->lock->take($what->types);
        $left = null;

        try {
            $bumped = $this->versions->bump($what->raised(), $event->changeId);
            $left = $this->forget($what);
        } catch (Throwable $failure) {
            $this->report->failed($event, $what, $failure, $seconds());

            throw $failure;
        } finally {
            $this->lock->release();
        }

        array_push($missing, ...$bumped->degraded, ...$left === null ? [] : ['keys_left']);
        $this->report->done($event, $what, $bumped, $missing, $seconds());
        $left === null || $this->keysAreLeft($left);
    }

    private function forget(Invalidated $what): ?Throwable
    {
        try {
            $this->keys->forget($what);

            return null;
        } catch (Throwable $failure) {
            return $failure;
        }
    }
}
