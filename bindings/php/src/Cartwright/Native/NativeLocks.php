<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Exceptions\LockLostException;
use Cartwright\Exceptions\LockTimeoutException;
use SensitiveParameter;

/**
 * A store of locks; closed with this object. What is held stays held until its lease ends.
 *
 * @internal
 */
final class NativeLocks
{
    use Handle;

    private const NAME = 'A native store of locks';

    /**
     * @param object $handle what the library knows the store by
     */
    public function __construct(private readonly Library $library, private readonly object $handle)
    {
    }

    /**
     * @param array<string, mixed> $settings "store": "memory", "sqlite:PATH" or "redis://…"; "busy_timeout_ms",
     *     "longest_lease_ms"
     */
    public static function open(#[SensitiveParameter] array $settings): self
    {
        return Library::instance()->openLocks($settings);
    }

    public function __destruct()
    {
        $this->library->freeLocks($this->handle);
    }

    /**
     * @param int $waitMs how long to wait while somebody else has it
     *
     * @throws LockTimeoutException if somebody else has it all the time
     */
    public function acquire(string $name, int $leaseMs, int $waitMs = 0): NativeLock
    {
        return $this->library->acquireLock($this->handle, $name, $leaseMs, $waitMs);
    }

    /**
     * Keeps a lock for longer; never for a shorter time.
     *
     * @throws LockLostException if it is over, or another's
     */
    public function renew(string $name, #[SensitiveParameter] string $owner, int $leaseMs): NativeLock
    {
        return $this->library->renewLock($this->handle, $name, $owner, $leaseMs);
    }

    /**
     * @throws LockLostException if it was over, or another's
     */
    public function release(string $name, #[SensitiveParameter] string $owner): void
    {
        $this->library->releaseLock($this->handle, $name, $owner);
    }

    /**
     * Takes a lock away from whoever has it; whether somebody had.
     */
    public function forceRelease(string $name): bool
    {
        return $this->library->forceReleaseLock($this->handle, $name);
    }

    /**
     * Locks that are held, in the order of their names: "name", "fence", "age_ms" and "remaining_ms".
     *
     * @param array<string, mixed> $query "after" (a name), "limit"
     *
     * @return list<array<string, mixed>>
     */
    public function held(array $query = []): array
    {
        return $this->library->listLocks($this->handle, $query);
    }
}
