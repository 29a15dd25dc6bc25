<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Closure;
use Illuminate\Contracts\Container\Container;
use Illuminate\Database\Connectors\MySqlConnector;
use Illuminate\Database\Connectors\PostgresConnector;
use Illuminate\Database\Connectors\SQLiteConnector;

/**
 * Has the connections of this process tell of their commits.
 *
 * @internal
 */
final class Commits
{
    /**
     * @param Closure(): void $begun
     * @param Closure(CommitPdo): void $committed
     */
    public static function tell(Container $app, Closure $begun, Closure $committed): void
    {
        $mysql = new class ($begun, $committed) extends MySqlConnector {
            use ConnectsWithCommits;
        };
        $connectors = [
            'sqlite' => new class ($begun, $committed) extends SQLiteConnector {
                use ConnectsWithCommits;
            },
            'mysql' => $mysql,
            'mariadb' => $mysql,
            'pgsql' => new class ($begun, $committed) extends PostgresConnector {
                use ConnectsWithCommits;
            },
        ];

        foreach ($connectors as $driver => $connector) {
            $app->instance("db.connector.{$driver}", $connector);
        }

        $databases = $app->make('db');
        array_map($databases->purge(...), array_keys($databases->getConnections()));
    }
}
