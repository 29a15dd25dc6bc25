<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Database\Dialect;
use Illuminate\Container\Container;
use Illuminate\Database\Connection;
use PDO;

/**
 * Whether the application has a transaction open. One that a test of Laravel's puts around everything, so as to roll it back, is
 * none.
 *
 * @internal
 */
final class HostTransaction
{
    public static function isOpen(Connection $connection, Dialect $dialect): bool
    {
        if ($connection->transactionLevel() > 0) {
            return $connection->transactionLevel() > self::ground();
        }

        $pdo = $connection->getRawPdo();

        // While Laravel pretends, nothing is stored. And there are transactions that were begun behind its back.
        return $connection->pretending() || $pdo instanceof PDO && $dialect->inTransaction($pdo);
    }

    /**
     * The level of transactions at which what is committed is committed for everybody: 0, or 1 in such a test.
     */
    public static function ground(): int
    {
        $app = Container::getInstance();
        $manager = $app->bound('db.transactions') ? $app->make('db.transactions') : null;

        return $manager !== null && method_exists($manager, 'afterCommitCallbacksShouldBeExecuted')
            && ! $manager->afterCommitCallbacksShouldBeExecuted(0) && $manager->afterCommitCallbacksShouldBeExecuted(1)
            ? 1
            : 0;
    }
}
