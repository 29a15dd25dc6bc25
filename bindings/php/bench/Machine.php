<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Cartwright\Native\Library;

/**
 * What the figures were measured on.
 */
final class Machine
{
    /**
     * @return array<string, string>
     */
    public static function describe(): array
    {
        preg_match('/^model name\s*:\s*(.+)$/m', (string) @file_get_contents('/proc/cpuinfo'), $processor);
        $opcache = function_exists('opcache_get_status') ? opcache_get_status(false) : false;
        $jit = is_array($opcache) && ($opcache['jit']['on'] ?? false) ? 'on' : 'off';

        return [
            'date' => gmdate('Y-m-d H:i') . ' UTC',
            'processor' => ($processor[1] ?? php_uname('m')) . ', ' . (trim((string) @shell_exec('nproc')) ?: '?') . ' cores',
            'load' => implode(' ', array_map(static fn (float $load): string => sprintf('%.2f', $load), sys_getloadavg() ?: [])),
            'php' => PHP_VERSION . ', opcache ' . (is_array($opcache) ? 'on' : 'OFF') . ", JIT {$jit}",
            'laravel' => self::laravel(),
            'sqlite' => (string) (new \PDO('sqlite::memory:'))->query('select sqlite_version()')->fetchColumn(),
            'cartwright' => Library::instance()->version(),
        ];
    }

    private static function laravel(): string
    {
        return class_exists(\Illuminate\Foundation\Application::class)
            ? \Illuminate\Foundation\Application::VERSION
            : 'unknown';
    }
}
