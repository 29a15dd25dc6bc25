<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\NativeLock;
use Cartwright\Native\NativeLocks;
use FFI;
use FFI\CData;
use SensitiveParameter;

/**
 * Locks with an owner, a lease and a fence.
 *
 * @internal
 */
trait Locks
{
    private readonly CData $locks;

    private readonly CData $lock;

    private readonly CData $lockAt;

    private function makeLockPlaces(): void
    {
        $this->locks = $this->ffi->new('cw_locks *[1]');
        $this->lock = $this->ffi->new('cw_lock');
        $this->lockAt = FFI::addr($this->lock);
    }

    /**
     * @param array<string, mixed> $settings as cw_locks_open says
     */
    public function openLocks(#[SensitiveParameter] array $settings): NativeLocks
    {
        $json = self::object($settings);
        $this->expectOk($this->ffi->cw_locks_open($json, strlen($json), $this->locks, $this->error));

        return new NativeLocks($this, $this->locks[0]);
    }

    public function freeLocks(CData $locks): void
    {
        $this->ffi->cw_locks_free($locks);
    }

    public function acquireLock(CData $locks, string $name, int $leaseMs, int $waitMs): NativeLock
    {
        $this->expectOk($this->ffi->cw_locks_acquire(
            $locks,
            $name,
            strlen($name),
            $leaseMs,
            $waitMs,
            $this->lockAt,
            $this->error,
        ));

        return $this->readLock($name);
    }

    public function renewLock(CData $locks, string $name, #[SensitiveParameter] string $owner, int $leaseMs): NativeLock
    {
        $this->expectOk($this->ffi->cw_locks_renew(
            $locks,
            $name,
            strlen($name),
            $owner,
            strlen($owner),
            $leaseMs,
            $this->lockAt,
            $this->error,
        ));

        return $this->readLock($name);
    }

    public function releaseLock(CData $locks, string $name, #[SensitiveParameter] string $owner): void
    {
        $this->expectOk(
            $this->ffi->cw_locks_release($locks, $name, strlen($name), $owner, strlen($owner), $this->error),
        );
    }

    public function forceReleaseLock(CData $locks, string $name): bool
    {
        $this->expectOk(
            $this->ffi->cw_locks_force_release($locks, $name, strlen($name), $this->flag, $this->error),
        );

        return $this->flag[0] === 1;
    }

    /**
     * @param array<string, mixed> $query as cw_locks_list says
     *
     * @return list<array<string, mixed>>
     */
    public function listLocks(CData $locks, array $query): array
    {
        $json = self::object($query);
        $this->expectOk(
            $this->ffi->cw_locks_list($locks, $json, strlen($json), $this->text, $this->length, $this->error),
        );

        return $this->takeJson();
    }

    private function readLock(string $name): NativeLock
    {
        $lock = $this->lock;

        return new NativeLock(
            $name,
            FFI::string($lock->owner),
            $lock->fence_incarnation,
            $lock->fence_counter,
            $lock->remaining_ms,
        );
    }
}
