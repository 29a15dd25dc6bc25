<?php

declare(strict_types=1);

namespace Cartwright\Demo;

use Cartwright\Demo\Narration\NotAsTold;

/**
 * The directory in which the demo writes.
 */
final class Workplace
{
    /** @var resource|null held until the process ends */
    private static $lock = null;

    /**
     * The directory, for this process alone.
     */
    public static function directory(): string
    {
        $directory = getenv('CARTWRIGHT_DEMO_DIR') ?: dirname(__DIR__, 4) . '/target/demo';

        if (! is_dir($directory) && ! @mkdir($directory, 0o777, true) && ! is_dir($directory)) {
            throw new NotAsTold("The directory {$directory} cannot be made; set CARTWRIGHT_DEMO_DIR to another one.");
        }

        self::$lock = @fopen("{$directory}/demo.lock", 'c') ?: null;

        if (self::$lock === null) {
            throw new NotAsTold("The directory {$directory} cannot be written to; set CARTWRIGHT_DEMO_DIR to another one.");
        }

        if (! flock(self::$lock, LOCK_EX | LOCK_NB)) {
            throw new NotAsTold("Another demo is running in {$directory}; set CARTWRIGHT_DEMO_DIR to another one.");
        }

        return (string) realpath($directory);
    }
}
