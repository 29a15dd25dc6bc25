<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use PDO;
use RuntimeException;

/**
 * The databases that every promise is shown on, and how a Laravel application is told to connect to each.
 */
enum TestDatabase: string
{
    case SqliteWal = 'SQLite, WAL';
    case SqliteJournal = 'SQLite, default journal';
    case MariaDb = 'MariaDB';
    case MariaDbSnapshotIsolation = 'MariaDB with innodb_snapshot_isolation';
    case PostgresReadCommitted = 'PostgreSQL, read committed';
    case PostgresRepeatableRead = 'PostgreSQL, repeatable read';

    /** Seconds after which a wait that should have ended is an error. */
    public const PATIENCE = 15;

    /**
     * One of each kind, for what does not depend on isolation levels and journals.
     *
     * @return list<self>
     */
    public static function ofEachKind(): array
    {
        return [self::SqliteWal, self::MariaDb, self::PostgresReadCommitted];
    }

    /**
     * @return list<self>
     */
    public static function servers(): array
    {
        return array_values(array_filter(self::cases(), static fn (self $database): bool => ! $database->isSqlite()));
    }

    /**
     * @return array<string, array{self}>
     */
    public static function rows(self ...$databases): array
    {
        $rows = [];

        foreach ($databases ?: self::cases() as $database) {
            $rows["on {$database->value}"] = [$database];
        }

        return $rows;
    }

    public function isSqlite(): bool
    {
        return $this === self::SqliteWal || $this === self::SqliteJournal;
    }

    public function isMariaDb(): bool
    {
        return $this === self::MariaDb || $this === self::MariaDbSnapshotIsolation;
    }

    public function isPostgres(): bool
    {
        return $this === self::PostgresReadCommitted || $this === self::PostgresRepeatableRead;
    }

    /**
     * A connection as config/database.php has it, to an empty place that only this process uses.
     *
     * @param int|null $patience seconds to wait for a lock
     *
     * @return array<string, mixed>
     */
    public function settings(string $directory, ?int $patience = null): array
    {
        $patience ??= self::PATIENCE;

        return match (true) {
            $this->isSqlite() => [
                'driver' => 'sqlite',
                'database' => $this->sqliteFile($directory),
                'prefix' => '',
                'options' => [PDO::ATTR_TIMEOUT => $patience],
            ],
            $this->isMariaDb() => [
                'driver' => 'mysql',
                'host' => self::environment('MARIADB', 'HOST'),
                'port' => self::environment('MARIADB', 'PORT'),
                'database' => TestPlace::mariaDb(),
                'username' => self::environment('MARIADB', 'USER'),
                'password' => self::environment('MARIADB', 'PASSWORD'),
                'charset' => 'utf8mb4',
                'collation' => 'utf8mb4_unicode_ci',
                'prefix' => '',
                'strict' => true,
                'options' => [
                    PDO::MYSQL_ATTR_INIT_COMMAND => 'set session innodb_snapshot_isolation = '
                        . ($this === self::MariaDb ? 'off' : 'on')
                        . ", session innodb_lock_wait_timeout = {$patience}",
                ],
            ],
            $this->isPostgres() => [
                'driver' => 'pgsql',
                'host' => self::environment('PGSQL', 'HOST'),
                'port' => self::environment('PGSQL', 'PORT'),
                'database' => self::environment('PGSQL', 'DATABASE'),
                'username' => self::environment('PGSQL', 'USER'),
                'password' => self::environment('PGSQL', 'PASSWORD'),
                'charset' => 'utf8',
                'prefix' => '',
                'search_path' => TestPlace::postgres(),
                'sslmode' => 'disable',
                'isolation_level' => $this === self::PostgresReadCommitted ? 'read committed' : 'repeatable read',
            ],
        };
    }

    /**
     * One setting of a server, as scripts/servers.sh prints them. Without a server nothing is proved, so that is no
     * reason to skip a test but to fail it.
     */
    public static function environment(string $server, string $setting): string
    {
        $name = "CARTWRIGHT_{$server}_{$setting}";
        $value = getenv($name);

        return $value !== false && $value !== '' ? $value : throw new RuntimeException(
            "{$name} is not set, so this cannot be tested; start the servers with 'scripts/servers.sh start all' and"
            . " take over what 'scripts/servers.sh env' prints",
        );
    }

    private function sqliteFile(string $directory): string
    {
        $file = "{$directory}/shop.sqlite";

        if (! is_file($file)) {
            $mode = $this === self::SqliteWal ? 'wal' : 'delete';
            (new PDO("sqlite:{$file}"))->exec("pragma journal_mode = {$mode}");
        }

        return $file;
    }
}
