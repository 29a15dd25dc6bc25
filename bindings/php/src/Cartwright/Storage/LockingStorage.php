<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Closure;
use Illuminate\Contracts\Cache\LockTimeoutException;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * A storage that cannot compare versions, but can keep others away from a cart while one reads, changes and stores it.
 */
interface LockingStorage extends StorageInterface
{
    /**
     * Does the work while nobody else is in these parts of the cart. The work reads them anew.
     *
     * @template T
     *
     * @param list<string> $parts in this order: `items`, `conditions`, `metadata.{key}`; `metadata` are all keys
     * @param Closure(): T $work
     *
     * @return T
     *
     * @throws LockTimeoutException if somebody else is in them all the time
     */
    public function locked(string $identifier, string $instance, array $parts, Closure $work): mixed;
}
