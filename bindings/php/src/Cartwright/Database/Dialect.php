<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Illuminate\Database\Connection;
use Illuminate\Database\DetectsConcurrencyErrors;
use Illuminate\Database\DetectsLostConnections;
use PDO;
use PDOException;
use RuntimeException;
use Throwable;
use WeakReference;

/**
 * What differs between the databases: how one waits for a row, how a first insert meets a rival, how a failure is read.
 *
 * @internal
 */
abstract class Dialect
{
    use DetectsConcurrencyErrors;
    use DetectsLostConnections;

    /** @var WeakReference<Throwable>|null */
    private ?WeakReference $afterwards = null;

    final private function __construct()
    {
    }

    public static function of(Connection $connection): self
    {
        return match ($connection->getDriverName()) {
            'sqlite' => new SqliteDialect(),
            'mysql', 'mariadb' => new MariaDbDialect(),
            'pgsql' => new PostgresDialect(),
            default => throw new RuntimeException(
                "Carts and versions cannot be kept on the database driver '{$connection->getDriverName()}';"
                . ' use sqlite, mysql, mariadb or pgsql',
            ),
        };
    }

    /**
     * What follows a SELECT whose rows others are to wait for.
     */
    abstract public function lockingClause(): string;

    /**
     * What follows a SELECT that is to wait for those who are changing its rows, and for nobody who reads them.
     */
    abstract public function sharingClause(): string;

    /**
     * What follows an INSERT that is to do nothing if another one has made a row of the same values in these columns
     * meanwhile; by default those of a cart.
     */
    abstract public function rivalClause(string $columns = 'identifier, instance'): string;

    /**
     * Remembers a failure of somebody who listens, thrown when the work was done. It goes on to the caller, but
     * nothing is repeated for it, whatever it looks like.
     */
    public function happenedAfterwards(Throwable $failure): Throwable
    {
        $this->afterwards = WeakReference::create($failure);

        return $failure;
    }

    public function isAfterwards(Throwable $failure): bool
    {
        return $this->afterwards?->get() === $failure;
    }

    /**
     * Whether an INSERT failed because a row of the same values has been made meanwhile.
     */
    public function isRival(Throwable $failure): bool
    {
        return false;
    }

    /**
     * Inserts a row, unless there is one with the same value in a column that is unique.
     *
     * @param array<string, int|string> $row
     *
     * @return bool whether it was not there before
     */
    public function insertUnlessThere(Connection $connection, string $table, string $unique, array $row): bool
    {
        $columns = implode(', ', array_keys($row));
        $places = implode(', ', array_fill(0, count($row), '?'));
        $name = $connection->getQueryGrammar()->wrapTable($table);

        try {
            return $connection->affectingStatement(
                "insert into {$name} ({$columns}) values ({$places}){$this->rivalClause($unique)}",
                array_values($row),
            ) === 1;
        } catch (Throwable $failure) {
            return $this->isRival($failure) ? false : throw $failure;
        }
    }

    /**
     * Runs work in a transaction of our own that queues behind others.
     *
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    abstract public function queued(Connection $connection, Closure $work): mixed;

    /**
     * Runs work in a transaction of our own that queues behind others, but waits for no lock longer than that.
     *
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    abstract public function queuedFor(Connection $connection, int $milliseconds, Closure $work): mixed;

    /**
     * Whether a transaction is open, also one that was begun behind Laravel's back.
     */
    public function inTransaction(PDO $pdo): bool
    {
        return $pdo->inTransaction();
    }

    /**
     * Takes the turn to write at the beginning of a transaction that will write some time, where that has to be said: whoever
     * read something before would be refused for who was faster.
     */
    public function takeTurn(Connection $connection, string $table, string $column): void
    {
    }

    /**
     * Runs work that is to change a row of the table, inside the application's transaction.
     *
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    public function nested(Connection $connection, string $table, Closure $work): mixed
    {
        // A statement that fails is undone by itself, and the transaction goes on or is over.
        return $work();
    }

    /**
     * Whether the whole transaction may succeed when it is done again.
     */
    public function mayRetry(Throwable $failure): bool
    {
        return $this->causedByConcurrencyError($failure);
    }

    /**
     * Whether a COMMIT that failed like this has certainly changed nothing, and never will.
     */
    public function isRolledBack(Throwable $failure): bool
    {
        // The classes of broken constraints and of rollbacks.
        return in_array(substr(self::sqlState($failure), 0, 2), ['23', '40'], true) || $this->mayRetry($failure);
    }

    /**
     * Whether the connection went away, so that nobody knows what the last statement did.
     */
    public function isLostConnection(Throwable $failure): bool
    {
        return str_starts_with(self::sqlState($failure), '08') || $this->causedByLostConnection($failure);
    }

    /**
     * @return int the driver's own error number, 0 if there is none
     */
    protected static function driverCode(Throwable $failure): int
    {
        return $failure instanceof PDOException ? (int) ($failure->errorInfo[1] ?? 0) : 0;
    }

    protected static function sqlState(Throwable $failure): string
    {
        return $failure instanceof PDOException ? (string) ($failure->errorInfo[0] ?? $failure->getCode()) : '';
    }
}
