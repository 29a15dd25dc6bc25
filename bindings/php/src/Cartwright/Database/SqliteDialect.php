<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Illuminate\Database\Connection;
use PDO;
use PDOException;
use Throwable;

/**
 * SQLite locks the whole file for a writer, so queueing is to begin with the write lock.
 *
 * @internal
 */
final class SqliteDialect extends Dialect
{
    private const BUSY = 5;
    private const LOCKED = 6;

    public function lockingClause(): string
    {
        return '';
    }

    public function rivalClause(): string
    {
        return ' on conflict (identifier, instance) do nothing';
    }

    public function queued(Connection $connection, Closure $work): mixed
    {
        // Laravel begins with a plain BEGIN, which takes the lock only at the first write: too late, another one may have
        // committed after our read. So the three statements are our own.
        $connection->unprepared('begin immediate');

        try {
            $result = $work();
            $connection->unprepared('commit');
        } catch (Throwable $failure) {
            try {
                $connection->unprepared('rollback');
            } catch (Throwable) {
                // SQLite has rolled back by itself; the failure says why.
            }

            throw $failure;
        }

        return $result;
    }

    public function inTransaction(PDO $pdo): bool
    {
        if ($pdo->inTransaction() || PHP_VERSION_ID >= 80400) {
            return $pdo->inTransaction();
        }

        // Before PHP 8.4 PDO knows only of what was begun by its own method. SQLite refuses to begin inside of anything.
        try {
            $begun = $pdo->exec('BEGIN');
        } catch (PDOException) {
            return true;
        }

        if ($begun !== false) {
            $pdo->exec('COMMIT');
        }

        return $begun === false;
    }

    public function nested(Connection $connection, string $table, Closure $work): mixed
    {
        // Who reads first and writes then is answered "database is locked" at once while anybody else writes. Who begins
        // with a write waits. So a statement that writes nothing takes the lock before our read does.
        $connection->affectingStatement("update {$table} set version = version where 1 = 0");

        return $work();
    }

    public function mayRetry(Throwable $failure): bool
    {
        // The low byte: where the application asked for extended codes, the rest says which kind of busy.
        return in_array(self::driverCode($failure) & 0xFF, [self::BUSY, self::LOCKED], true) || parent::mayRetry($failure);
    }
}
