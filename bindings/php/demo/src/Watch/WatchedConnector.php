<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

use Illuminate\Database\Connectors\SQLiteConnector;

/**
 * Connects to SQLite with a PDO that notes what it is asked for.
 */
final class WatchedConnector extends SQLiteConnector
{
    public function __construct(private readonly StatementLog $log)
    {
    }

    protected function createPdoConnection($dsn, $username, $password, $options)
    {
        return new SeenPdo($dsn, $options, $this->log);
    }
}
