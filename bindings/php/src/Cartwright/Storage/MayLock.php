<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * A storage that locks if it is set to: if not, nobody need know what would be locked.
 *
 * @internal
 */
interface MayLock extends LockingStorage
{
    public function locks(): bool;
}
