<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Storage\NativePlace;
use Cartwright\Storage\NativeStorage;

/**
 * Carts that the engine itself reads and writes.
 */
final readonly class NativeCarts implements Place
{
    public function __construct(private NativePlace $where)
    {
    }

    public function prepare(int $processes): void
    {
    }

    public function open(?string $defect = null): Access
    {
        return new StorageAccess(new NativeStorage($this->where));
    }
}
