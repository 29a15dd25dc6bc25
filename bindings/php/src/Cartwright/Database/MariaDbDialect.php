<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Closure;
use Illuminate\Database\Connection;
use Throwable;

/**
 * MariaDB and MySQL.
 *
 * @internal
 */
final class MariaDbDialect extends Dialect
{
    use QueuesOnRow;

    private const DUPLICATE_KEY = 1062;
    private const SNAPSHOT_TOO_OLD = 1020;
    private const LOST = [2006, 2013];

    public function sharingClause(): string
    {
        return ' lock in share mode';
    }

    public function queuedFor(Connection $connection, int $milliseconds, Closure $work): mixed
    {
        // For MySQL too, which cannot be told in the statement itself. Whole seconds, and at least one.
        $patience = $connection->selectOne('select @@session.innodb_lock_wait_timeout as seconds', [], false)->seconds;
        $connection->unprepared('set session innodb_lock_wait_timeout = ' . max(1, intdiv($milliseconds + 999, 1000)));

        try {
            return $this->queued($connection, $work);
        } finally {
            $connection->unprepared('set session innodb_lock_wait_timeout = ' . (int) $patience);
        }
    }

    public function rivalClause(string $columns = 'identifier, instance'): string
    {
        // INSERT IGNORE would also cut an identifier that is too long to another cart's, so the error is taken instead:
        // it undoes the statement only.
        return '';
    }

    public function isRival(Throwable $failure): bool
    {
        return self::driverCode($failure) === self::DUPLICATE_KEY;
    }

    public function mayRetry(Throwable $failure): bool
    {
        return self::driverCode($failure) === self::SNAPSHOT_TOO_OLD || parent::mayRetry($failure);
    }

    public function isLostConnection(Throwable $failure): bool
    {
        return in_array(self::driverCode($failure), self::LOST, true) || parent::isLostConnection($failure);
    }

    protected function begin(Connection $connection): void
    {
        $connection->beginTransaction();
    }
}
