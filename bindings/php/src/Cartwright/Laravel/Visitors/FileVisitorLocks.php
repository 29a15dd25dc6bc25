<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Visitors;

use Cartwright\Exceptions\LockLostException;
use Cartwright\Native\NativeLocks;
use Closure;

/**
 * The engine's locks in a SQLite file, for an application whose cache store has none. They serve one machine.
 *
 * @internal
 */
final readonly class FileVisitorLocks implements VisitorLocks
{
    public function __construct(private string $file, private int $leaseSeconds, private int $waitSeconds)
    {
    }

    public function hold(string $name, Closure $work): mixed
    {
        $locks = NativeLocks::open(['store' => "sqlite:{$this->file}"]);
        $lock = $locks->acquire($name, $this->leaseSeconds * 1000, $this->waitSeconds * 1000);

        try {
            return $work();
        } finally {
            try {
                $locks->release($name, $lock->owner);
            } catch (LockLostException) {
                // The request took longer than a lock holds. It is over now, so nothing is to be given back.
            }
        }
    }
}
