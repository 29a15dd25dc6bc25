<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Filesystem\Filesystem;

/**
 * A directory of a test's own, gone with this object.
 */
final readonly class Directory
{
    public string $path;

    public function __construct()
    {
        $this->path = sys_get_temp_dir() . '/cartwright-' . bin2hex(random_bytes(6));
        mkdir($this->path, 0700);
    }

    public function __destruct()
    {
        (new Filesystem())->deleteDirectory($this->path);
    }
}
