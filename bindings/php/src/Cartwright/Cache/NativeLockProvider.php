<?php

declare(strict_types=1);

namespace Cartwright\Cache;

use Cartwright\Native\NativeLocks;
use Cartwright\Storage\NativePlace;
use Illuminate\Contracts\Cache\LockProvider;

/**
 * The engine's locks as Laravel has them, for a cache whose store has none.
 */
final class NativeLockProvider implements LockProvider
{
    private ?NativeLocks $locks = null;

    public function __construct(private readonly NativePlace $place)
    {
    }

    public function lock($name, $seconds = 0, $owner = null): NativeCacheLock
    {
        $this->place->check();
        $this->locks ??= NativeLocks::open([
            'store' => $this->place->store(),
            'busy_timeout_ms' => max(0, $this->place->busyTimeout()),
        ]);

        return new NativeCacheLock($this->locks, (string) $name, (int) $seconds, $owner);
    }

    public function restoreLock($name, $owner): NativeCacheLock
    {
        return $this->lock($name, 0, $owner);
    }
}
