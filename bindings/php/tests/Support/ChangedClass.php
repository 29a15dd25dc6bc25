<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use RuntimeException;

/**
 * A class of the application's that was changed, so that what was kept of it before cannot be read any more.
 */
final class ChangedClass
{
    public static bool $isChanged = false;

    public function __unserialize(array $data): void
    {
        self::$isChanged && throw new RuntimeException('This was written by an older class');
    }
}
