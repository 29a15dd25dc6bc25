<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Illuminate\Database\Connection;
use Throwable;

/**
 * PostgreSQL, where any failed statement ends the transaction unless a savepoint stands before it.
 *
 * @internal
 */
final class PostgresDialect extends Dialect
{
    use QueuesOnRow;

    /** Serialization failure, deadlock, transaction aborted earlier: nothing but a rollback makes sense after these. */
    private const OVER = ['40001', '40P01', '25P02'];

    public function rivalClause(): string
    {
        return ' on conflict (identifier, instance) do nothing';
    }

    public function nested(Connection $connection, Closure $work): mixed
    {
        // Statements of our own and not Laravel's counted savepoint: that one wraps the driver's exceptions.
        $connection->statement('savepoint cartwright');

        try {
            $result = $work();
        } catch (Throwable $failure) {
            if (! in_array(self::sqlState($failure), self::OVER, true)) {
                $connection->statement('rollback to savepoint cartwright');
                $connection->statement('release savepoint cartwright');
            }

            throw $failure;
        }

        $connection->statement('release savepoint cartwright');

        return $result;
    }

    protected function begin(Connection $connection): void
    {
        $connection->beginTransaction();
        // The transaction is ours: under a stricter default the read that waited would fail instead of seeing the row.
        $connection->statement('set transaction isolation level read committed');
    }
}
