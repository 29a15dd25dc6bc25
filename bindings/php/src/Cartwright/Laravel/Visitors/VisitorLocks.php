<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Visitors;

use Closure;
use Illuminate\Contracts\Cache\LockTimeoutException;

/**
 * Locks that all processes of the shop see, one for each visitor.
 *
 * @internal
 */
interface VisitorLocks
{
    /**
     * Does the work while no other request of this visitor is worked on.
     *
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     *
     * @throws LockTimeoutException if the wait is over before the work has begun
     */
    public function hold(string $name, Closure $work): mixed;
}
