<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

/**
 * The memory that a process has in the machine, its own and the native library's.
 */
final class ResidentMemory
{
    /**
     * Of the sum over its pages, which is exact but not for everyone to see; else of the kernel's running count.
     */
    public static function kib(int|string $process = 'self'): int
    {
        foreach (["/proc/{$process}/smaps_rollup" => 'Rss', "/proc/{$process}/status" => 'VmRSS'] as $file => $name) {
            if (preg_match("/^{$name}:\s+(\d+) kB/m", (string) @file_get_contents($file), $found) === 1) {
                return (int) $found[1];
            }
        }

        return 0;
    }
}
