<?php

declare(strict_types=1);

namespace Cartwright\Storage\Bound;

use Cartwright\Exceptions\StoreUnsupportedException;
use Illuminate\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Database\DatabaseManager;

/**
 * The application's own connections. A file that one of them has open is not opened by the engine as well: a change of a
 * cart would wait for a transaction that waits for it, and a rollback of the application would not take it back.
 *
 * @internal
 */
final class OpenConnections
{
    /**
     * @return array<string, Connection> by name; only those that somebody has asked for
     */
    public static function all(): array
    {
        // A plain script has no Laravel.
        $app = class_exists(Container::class) ? Container::getInstance() : null;
        // Where nobody has asked for databases, none is open.
        $manager = $app?->resolved('db') ? $app->make('db') : null;

        return $manager instanceof DatabaseManager ? $manager->getConnections() : [];
    }

    /**
     * @param array<string, Connection> $connections
     * @param string $setting where the file is said
     *
     * @throws StoreUnsupportedException if one of them has the file
     */
    public static function refuse(array $connections, string $file, string $setting): void
    {
        foreach ($connections as $name => $connection) {
            $other = (string) $connection->getDatabaseName();

            if ($connection->getDriverName() === 'sqlite' && self::isSame($other, $file)) {
                throw new StoreUnsupportedException(
                    "{$file} is open through this application's database connection '{$name}', and two ways into one"
                    . ' SQLite file would wait for each other; set cart.storage to `database`, which uses that'
                    . " connection, or {$setting} to a file of its own",
                    ['file' => $file, 'connection' => (string) $name],
                );
            }
        }
    }

    /**
     * Whether the database of a connection is this file, whichever way it is written.
     */
    public static function isSame(string $database, string $file): bool
    {
        return $database !== '' && self::real($database) === self::real($file);
    }

    /**
     * Also of a file that is still to be made.
     */
    private static function real(string $file): string
    {
        $folder = realpath(dirname($file));

        return realpath($file) ?: ($folder === false ? $file : $folder . '/' . basename($file));
    }
}
