<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Visitors;

use Closure;
use Illuminate\Contracts\Cache\LockProvider;

/**
 * The locks of one of the application's cache stores.
 *
 * @internal
 */
final readonly class CacheVisitorLocks implements VisitorLocks
{
    private const PAUSE_MILLISECONDS = 20;

    public function __construct(private LockProvider $store, private int $leaseSeconds, private int $waitSeconds)
    {
    }

    public function hold(string $name, Closure $work): mixed
    {
        $lock = $this->store->lock($name, $this->leaseSeconds);

        if (method_exists($lock, 'betweenBlockedAttemptsSleepFor')) {
            $lock->betweenBlockedAttemptsSleepFor(self::PAUSE_MILLISECONDS);
        }

        $lock->block($this->waitSeconds);

        try {
            return $work();
        } finally {
            $lock->release();
        }
    }
}
