<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Illuminate\Database\Connection;
use PDO;
use Throwable;

/**
 * PostgreSQL, where any failed statement ends the transaction unless a savepoint stands before it.
 *
 * @internal
 */
final class PostgresDialect extends Dialect
{
    use QueuesOnRow;

    private const SERIALIZATION_FAILURE = '40001';
    private const DEADLOCK = '40P01';
    private const ABORTED_EARLIER = '25P02';

    /** What PDO says of a connection that is lost. */
    private const LOST = 'Bad connection.';

    /** libpq's PGRES_FATAL_ERROR, the only number that PDO has for PostgreSQL. */
    private const FATAL = 7;
    private const NO_STATE = 'HY000';

    public function sharingClause(): string
    {
        return ' for share';
    }

    public function rivalClause(string $columns = 'identifier, instance'): string
    {
        return " on conflict ({$columns}) do nothing";
    }

    public function queuedFor(Connection $connection, int $milliseconds, Closure $work): mixed
    {
        return $this->queued($connection, static function () use ($connection, $milliseconds, $work): mixed {
            $connection->statement('set local lock_timeout = ' . max(1, $milliseconds));

            return $work();
        });
    }

    public function inTransaction(PDO $pdo): bool
    {
        // PDO also says so of a connection that is lost, whose transaction is over.
        return $pdo->inTransaction() && $pdo->getAttribute(PDO::ATTR_CONNECTION_STATUS) !== self::LOST;
    }

    public function nested(Connection $connection, string $table, Closure $work): mixed
    {
        // Statements of our own and not Laravel's counted savepoint: that one wraps the driver's exceptions.
        $connection->statement('savepoint cartwright');

        try {
            $result = $work();
        } catch (Throwable $failure) {
            if (! $this->isOver($failure)) {
                $connection->statement('rollback to savepoint cartwright');
                $connection->statement('release savepoint cartwright');
            }

            throw $failure;
        }

        $connection->statement('release savepoint cartwright');

        return $result;
    }

    public function mayRetry(Throwable $failure): bool
    {
        // By code: Laravel knows a deadlock by its message, which the server may write in another language.
        return in_array(self::sqlState($failure), [self::SERIALIZATION_FAILURE, self::DEADLOCK], true)
            || parent::mayRetry($failure);
    }

    public function isLostConnection(Throwable $failure): bool
    {
        // What the client library reports by itself has no state of the server: it lost the server.
        return self::driverCode($failure) === self::FATAL && self::sqlState($failure) === self::NO_STATE
            || parent::isLostConnection($failure);
    }

    /**
     * Whether nothing but a rollback makes sense after this.
     */
    private function isOver(Throwable $failure): bool
    {
        return in_array(
            self::sqlState($failure),
            [self::SERIALIZATION_FAILURE, self::DEADLOCK, self::ABORTED_EARLIER],
            true,
        ) || $this->isLostConnection($failure);
    }

    protected function begin(Connection $connection): void
    {
        $connection->beginTransaction();
        // The transaction is ours: under a stricter default the read that waited would fail instead of seeing the row.
        $connection->statement('set transaction isolation level read committed');
    }
}
