<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\SqlitePlace;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\TestRedis;

/**
 * The drivers by the names that the command line has for them, and where each keeps the carts of a run.
 */
final class Places
{
    public const DRIVERS = [
        'session-file', 'cache-file', 'cache-redis', 'sqlite-wal', 'sqlite-journal', 'mariadb', 'postgresql', 'sqlite',
        'native-database', 'redis', 'redis-cluster',
    ];

    /** Seconds for which a MariaDB or SQLite has others wait when nobody says anything else. */
    private const DEFAULT_PATIENCE = 50;

    public static function of(string $driver, string $directory, int $carts): Place
    {
        return match ($driver) {
            'session-file' => new SessionPlace($directory, $carts),
            'cache-file' => new CachePlace(['driver' => 'file', 'path' => "{$directory}/cache"]),
            'cache-redis' => new CachePlace(
                ['driver' => 'redis', 'connection' => 'default'],
                TestRedis::Single->settings(self::prefix($directory)),
            ),
            'redis' => new NativeCarts(TestRedis::Single->place(self::prefix($directory))),
            'redis-cluster' => new NativeCarts(TestRedis::Cluster->place(self::prefix($directory))),
            'sqlite-wal' => self::database(TestDatabase::SqliteWal, $directory),
            'sqlite-journal' => self::database(TestDatabase::SqliteJournal, $directory),
            'mariadb' => self::database(TestDatabase::MariaDb, $directory),
            'postgresql' => self::database(TestDatabase::PostgresReadCommitted, $directory),
            'sqlite' => new NativeCarts(new SqlitePlace("{$directory}/carts.sqlite")),
            'native-database' => new NativeCarts(
                new SqlitePlace("{$directory}/carts.sqlite", NativeLayout::Table),
            ),
        };
    }

    /**
     * What scripts/servers.sh calls the server of a driver.
     */
    public static function server(string $driver): string
    {
        return match ($driver) {
            'cache-redis' => 'redis',
            default => $driver,
        };
    }

    public static function hasServer(string $driver): bool
    {
        return in_array(self::server($driver), ['mariadb', 'postgresql', 'redis'], true);
    }

    /**
     * Whether a process that is killed leaves nothing half written. Laravel's files are emptied before they are written.
     */
    public static function outlivesCallers(string $driver): bool
    {
        return ! str_ends_with($driver, '-file');
    }

    /**
     * Whether what a merge does to both carts is stored at once.
     */
    public static function mergesAtOnce(string $driver): bool
    {
        return ! str_starts_with($driver, 'cache-');
    }

    /**
     * What keys on a server that several runs share begin with.
     */
    private static function prefix(string $directory): string
    {
        return basename($directory);
    }

    private static function database(TestDatabase $database, string $directory): Place
    {
        return new DatabasePlace($database->settings($directory, self::DEFAULT_PATIENCE));
    }
}
