<?php

declare(strict_types=1);

namespace Cartwright\Cache;

use Cartwright\Exceptions\InvalidLockException;
use Cartwright\Exceptions\LockLostException;
use Cartwright\Exceptions\LockTimeoutException;
use Cartwright\Native\NativeLocks;
use Illuminate\Cache\Lock;

/**
 * One of the engine's locks. Who owns it is the engine's secret, made anew each time it is taken.
 *
 * @internal
 */
final class NativeCacheLock extends Lock
{
    /** What Laravel means by no end: longer than any request. */
    private const NO_END_SECONDS = 86400;

    public function __construct(private readonly NativeLocks $locks, string $name, int $seconds, ?string $owner = null)
    {
        parent::__construct($name, $seconds, $owner);
    }

    public function acquire(): bool
    {
        try {
            $this->owner = $this->locks->acquire($this->name, $this->leaseMs())->owner;

            return true;
        } catch (LockTimeoutException) {
            return false;
        }
    }

    public function release(): bool
    {
        try {
            $this->locks->release($this->name, $this->owner);

            return true;
        } catch (LockLostException|InvalidLockException) {
            // It was over, or never had: then the owner is still a name that Laravel has made up.
            return false;
        }
    }

    public function forceRelease(): void
    {
        $this->locks->forceRelease($this->name);
    }

    protected function getCurrentOwner(): string
    {
        try {
            // A time that is shorter than what is left changes nothing, and only the owner may ask for one.
            return $this->locks->renew($this->name, $this->owner, 1)->owner;
        } catch (LockLostException|InvalidLockException) {
            return '';
        }
    }

    private function leaseMs(): int
    {
        return ($this->seconds > 0 ? $this->seconds : self::NO_END_SECONDS) * 1000;
    }
}
