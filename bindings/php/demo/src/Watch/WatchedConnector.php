<?php

declare(strict_types=1);

namespace Cartwright\Demo\Shop;

use Cartwright\Demo\Watch\SeenPdo;
use Cartwright\Demo\Watch\StatementLog;
use Illuminate\Database\Connectors\SQLiteConnector;
use PDO;

/**
 * Connects to SQLite as a shop would run it: with a write-ahead log, so that who reads does not wait for who writes.
 * Laravel 10 has no setting for that.
 */
final class ShopConnector extends SQLiteConnector
{
    public function __construct(private readonly ?StatementLog $log)
    {
    }

    public function connect(array $config): PDO
    {
        $pdo = parent::connect($config);
        $pdo->exec('PRAGMA journal_mode = WAL');
        $pdo->exec('PRAGMA synchronous = NORMAL');
        $this->log?->take();

        return $pdo;
    }

    protected function createPdoConnection($dsn, $username, $password, $options)
    {
        return $this->log === null
            ? parent::createPdoConnection($dsn, $username, $password, $options)
            : new SeenPdo($dsn, $options, $this->log);
    }
}
