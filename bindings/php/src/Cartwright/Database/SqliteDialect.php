<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Illuminate\Database\Connection;
use Illuminate\Database\QueryException;
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

    public function sharingClause(): string
    {
        return '';
    }

    public function rivalClause(string $columns = 'identifier, instance'): string
    {
        return " on conflict ({$columns}) do nothing";
    }

    public function queuedFor(Connection $connection, int $milliseconds, Closure $work): mixed
    {
        $patience = (int) current((array) $connection->selectOne('pragma busy_timeout', [], false));
        $connection->unprepared("pragma busy_timeout = {$milliseconds}");

        try {
            return $this->queued($connection, $work);
        } finally {
            $connection->unprepared("pragma busy_timeout = {$patience}");
        }
    }

    public function queued(Connection $connection, Closure $work): mixed
    {
        // Laravel begins with a plain BEGIN, which takes the lock only at the first write: too late, another one may
        // have committed after our read. So the three statements are our own.
        $connection->unprepared('begin immediate');

        try {
            $result = $work();
            $this->commit($connection);
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

    private function commit(Connection $connection): void
    {
        try {
            $connection->unprepared('commit');
        } catch (Throwable $failure) {
            // Anything but the statement's own failure was thrown by somebody who listens to queries.
            throw $failure instanceof QueryException && $failure->getSql() === 'commit'
                ? $failure
                : $this->happenedAfterwards($failure);
        }
    }

    public function inTransaction(PDO $pdo): bool
    {
        if ($pdo->inTransaction() || PHP_VERSION_ID >= 80400) {
            return $pdo->inTransaction();
        }

        // Before PHP 8.4 PDO knows only of what was begun by its own method. SQLite refuses to begin inside of
        // anything.
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
        $this->takeTurn($connection, $table, 'version');

        return $work();
    }

    public function takeTurn(Connection $connection, string $table, string $column): void
    {
        // Who reads first and writes then is answered "database is locked" at once while anybody else writes. Who
        // begins with a write waits. So a statement that writes nothing takes the lock before any read does.
        $connection->affectingStatement("update {$table} set {$column} = {$column} where 1 = 0");
    }

    public function mayRetry(Throwable $failure): bool
    {
        // The low byte: where the application asked for extended codes, the rest says which kind of busy.
        return in_array(self::driverCode($failure) & 0xFF, [self::BUSY, self::LOCKED], true)
            || parent::mayRetry($failure);
    }
}
