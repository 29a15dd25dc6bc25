<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Cartwright\Exceptions\OutcomeUnknownException;
use Illuminate\Database\Connection;
use Illuminate\Database\QueryException;
use PDOException;
use Throwable;

/**
 * Queueing for databases with row locks: a transaction whose locking read waits for whoever has the row.
 *
 * @internal
 */
trait QueuesOnRow
{
    public function lockingClause(): string
    {
        return ' for update';
    }

    public function queued(Connection $connection, Closure $work): mixed
    {
        $ground = $connection->transactionLevel();

        try {
            // In here, since it may end after Laravel has counted the transaction: that count would stay for good.
            $this->begin($connection);
            $result = $work();
        } catch (Throwable $failure) {
            $this->abandon($connection, $ground);

            throw $failure;
        }

        try {
            $connection->commit();
        } catch (Throwable $failure) {
            $this->abandon($connection, $ground);

            throw match (true) {
                $this->isLostConnection($failure) => OutcomeUnknownException::afterLosing($failure),
                // What COMMIT itself has to say comes from PDO as it is.
                $failure instanceof PDOException && ! $failure instanceof QueryException => $failure,
                default => $this->happenedAfterwards($failure),
            };
        }

        return $result;
    }

    abstract protected function begin(Connection $connection): void;

    private function abandon(Connection $connection, int $ground): void
    {
        try {
            $connection->rollBack($ground);
        } catch (Throwable) {
            // The failure that led here says why. A connection that cannot even roll back is not to be used again:
            // Laravel would count our transaction as the application's.
            $connection->disconnect();
        }
    }
}
