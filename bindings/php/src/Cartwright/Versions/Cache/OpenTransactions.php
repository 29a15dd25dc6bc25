<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Cartwright\Database\Dialect;
use Illuminate\Contracts\Container\Container;
use Illuminate\Database\Connection;
use PDO;
use RuntimeException;

/**
 * Whether the application has a transaction open. What is read in one may be of an old snapshot, or may never be committed.
 *
 * @internal
 */
final readonly class OpenTransactions
{
    public function __construct(private Container $app)
    {
    }

    public function any(): bool
    {
        if (! $this->app->resolved('db')) {
            return false;
        }

        foreach ($this->app->make('db')->getConnections() as $connection) {
            if ($this->isOpenOn($connection)) {
                return true;
            }
        }

        return false;
    }

    private function isOpenOn(Connection $connection): bool
    {
        if ($connection->transactionLevel() > 0 || $connection->pretending()) {
            return true;
        }

        // One that was begun behind Laravel's back; a connection that is not made yet has none.
        $pdo = $connection->getRawPdo();

        if (! $pdo instanceof PDO) {
            return false;
        }

        try {
            return Dialect::of($connection)->inTransaction($pdo);
        } catch (RuntimeException) {
            // A database that this package knows nothing about.
            return $pdo->inTransaction();
        }
    }
}
