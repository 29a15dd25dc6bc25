<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;

/**
 * A SQLite file of the engine's own.
 */
final readonly class FilePlace implements Place
{
    public function __construct(private string $file, private NativeLayout $layout)
    {
    }

    public function prepare(int $processes): void
    {
    }

    public function open(?string $defect = null): Access
    {
        return new StorageAccess(new NativeStorage($this->file, $this->layout));
    }
}
