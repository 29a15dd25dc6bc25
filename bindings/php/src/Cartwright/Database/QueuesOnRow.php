<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Cartwright\Exceptions\OutcomeUnknownException;
use Illuminate\Database\Connection;
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
        $this->begin($connection);

        try {
            $result = $work();
        } catch (Throwable $failure) {
            $this->abandon($connection);

            throw $failure;
        }

        try {
            $connection->commit();
        } catch (Throwable $failure) {
            $this->abandon($connection);

            throw $this->isLostConnection($failure) ? OutcomeUnknownException::afterLosing($failure) : $failure;
        }

        return $result;
    }

    abstract protected function begin(Connection $connection): void;

    private function abandon(Connection $connection): void
    {
        try {
            $connection->rollBack();
        } catch (Throwable) {
            // The failure that led here says why. A connection that cannot even roll back is not to be used again: Laravel
            // would count our transaction as the application's.
            $connection->disconnect();
        }
    }
}
