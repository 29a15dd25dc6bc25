<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Database\Connection;

/**
 * Who waits for a lock, as the databases themselves tell.
 */
final class LockView
{
    private const SQLITE_PENDING_BYTE = 0x40000000;

    /**
     * What the views below know a connection by.
     */
    public static function idOf(Connection $connection): int
    {
        return match ($connection->getDriverName()) {
            'pgsql' => (int) $connection->selectOne('select pg_backend_pid() as id')->id,
            'mysql' => (int) $connection->selectOne('select connection_id() as id')->id,
            'sqlite' => getmypid(),
        };
    }

    public static function isWaiting(Connection $looker, int $id): bool
    {
        return match ($looker->getDriverName()) {
            'pgsql' => $looker->selectOne('select count(*) as n from pg_locks where not granted and pid = ?', [$id])->n > 0,
            'mysql' => self::isWaitingInInnoDb($looker, $id),
            // SQLite has no view: who waits sleeps and tries again. Who was about to send a statement and sleeps, waits.
            'sqlite' => preg_match('/\) S /', (string) file_get_contents("/proc/{$id}/stat")) === 1,
        };
    }

    /**
     * Whether somebody waits until the readers of a SQLite file have gone, so as to write it: he has locked the byte that
     * keeps newcomers out.
     */
    public static function writerWaitsForReaders(string $file): bool
    {
        $lock = '/ WRITE \d+ [0-9a-f:]+:' . fileinode($file) . ' ' . self::SQLITE_PENDING_BYTE . ' /';

        return preg_match($lock, (string) file_get_contents('/proc/locks')) === 1;
    }

    /**
     * The view innodb_trx is not renewed for who looks more often than ten times a second; the status always is.
     */
    private static function isWaitingInInnoDb(Connection $looker, int $id): bool
    {
        foreach (explode('---TRANSACTION', $looker->selectOne('show engine innodb status')->Status) as $transaction) {
            if (str_contains($transaction, 'LOCK WAIT') && str_contains($transaction, " thread id {$id},")) {
                return true;
            }
        }

        return false;
    }
}
