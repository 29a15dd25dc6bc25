<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Cartwright\Database\Dialect;
use Cartwright\Versions\HostTransaction;
use Illuminate\Contracts\Container\Container;
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
            try {
                if (HostTransaction::isOpen($connection, Dialect::of($connection))) {
                    return true;
                }
            } catch (RuntimeException) {
                // A database that this package knows nothing about: Laravel's own count has to do.
                if ($connection->transactionLevel() > HostTransaction::ground()) {
                    return true;
                }
            }
        }

        return false;
    }
}
