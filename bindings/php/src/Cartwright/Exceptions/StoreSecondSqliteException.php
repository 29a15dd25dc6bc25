<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * There are two copies of SQLite in this process, which would cancel each other's locks.
 */
final class StoreSecondSqliteException extends StoreException
{
    public const KIND = 'store_second_sqlite';
}
