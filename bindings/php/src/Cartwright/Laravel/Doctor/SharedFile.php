<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Storage\Bound\OpenConnections;
use Illuminate\Contracts\Foundation\Application;

/**
 * A file of the engine that is the database of one of the application's connections, too: a step of the engine within a
 * transaction of the application would wait for that transaction, which waits for it.
 *
 * @internal
 */
final class SharedFile
{
    /**
     * @param string $place `sqlite:` and the file, or anything else, which is no file
     * @param string $variable where the file is said
     *
     * @return iterable<Finding>
     */
    public static function findings(Application $app, string $topic, string $place, string $variable): iterable
    {
        if (! str_starts_with($place, 'sqlite:')) {
            return;
        }

        $file = substr($place, strlen('sqlite:'));

        foreach ((array) $app->make('config')->get('database.connections', []) as $name => $connection) {
            if (($connection['driver'] ?? '') === 'sqlite' && OpenConnections::isSame((string) ($connection['database'] ?? ''), $file)) {
                yield Finding::problem(
                    $topic,
                    "{$file} is the database of the connection '{$name}', too: within a transaction each would wait for the other",
                    "Set {$variable} to a file of its own",
                );
            }
        }
    }
}
