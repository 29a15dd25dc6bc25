<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Closure;
use PDO;

/**
 * A database in MariaDB and a schema in PostgreSQL that belong to this process alone, so that several runs may share
 * the servers. Made when first asked for, removed when the process ends.
 */
final class TestPlace
{
    /** @var array<string, string> */
    private static array $made = [];

    public static function mariaDb(): string
    {
        return self::$made['mariadb'] ??= self::make(
            static fn (): PDO => new PDO(
                sprintf(
                    'mysql:host=%s;port=%s',
                    TestDatabase::environment('MARIADB', 'HOST'),
                    TestDatabase::environment('MARIADB', 'PORT'),
                ),
                TestDatabase::environment('MARIADB', 'USER'),
                TestDatabase::environment('MARIADB', 'PASSWORD'),
            ),
            'create database %s',
            'drop database if exists %s',
        );
    }

    public static function postgres(): string
    {
        return self::$made['postgresql'] ??= self::make(
            static fn (): PDO => new PDO(
                sprintf(
                    'pgsql:host=%s;port=%s;dbname=%s',
                    TestDatabase::environment('PGSQL', 'HOST'),
                    TestDatabase::environment('PGSQL', 'PORT'),
                    TestDatabase::environment('PGSQL', 'DATABASE'),
                ),
                TestDatabase::environment('PGSQL', 'USER'),
                TestDatabase::environment('PGSQL', 'PASSWORD'),
            ),
            'create schema %s',
            'drop schema if exists %s cascade',
        );
    }

    /**
     * @param Closure(): PDO $connect
     */
    private static function make(Closure $connect, string $create, string $drop): string
    {
        $name = 'run_' . getmypid() . '_' . bin2hex(random_bytes(3));
        $connect()->exec(sprintf($create, $name));

        register_shutdown_function(static function () use ($connect, $drop, $name): void {
            // By a connection of its own: the server may have been started again meanwhile.
            $connect()->exec(sprintf($drop, $name));
        });

        return $name;
    }
}
