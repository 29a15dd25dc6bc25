<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Illuminate\Database\Connection;
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
        // committed after our read. So the three statements go to PDO itself.
        $pdo = $connection->getPdo();
        $pdo->exec('BEGIN IMMEDIATE');

        try {
            $result = $work();
            $pdo->exec('COMMIT');
        } catch (Throwable $failure) {
            try {
                $pdo->exec('ROLLBACK');
            } catch (Throwable) {
                // SQLite has rolled back by itself; the failure says why.
            }

            throw $failure;
        }

        return $result;
    }

    public function mayRetry(Throwable $failure): bool
    {
        return in_array(self::driverCode($failure), [self::BUSY, self::LOCKED], true) || parent::mayRetry($failure);
    }
}
