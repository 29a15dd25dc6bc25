<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Closure;
use Illuminate\Container\Container;
use Illuminate\Database\Connection;

/**
 * What is kept under a version has to come from where the version was committed: a replica that lags would be asked for what was
 * there before it, and the answer would be served until the next change.
 *
 * @internal
 */
final class Replicas
{
    /**
     * Does work whose queries all go to the connections that write.
     *
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    public static function avoided(Closure $work): mixed
    {
        $changed = [];

        try {
            foreach (self::connections(Container::getInstance()) as $connection) {
                if (! self::readsFromWriter($connection)) {
                    $changed[] = $connection->useWriteConnectionWhenReading();
                }
            }

            return $work();
        } finally {
            array_map(static fn (Connection $connection) => $connection->useWriteConnectionWhenReading(false), $changed);
        }
    }

    /**
     * @return list<Connection> those that have replicas; to ask for one does not connect it
     */
    private static function connections(Container $app): array
    {
        if (! $app->bound('db') || ! $app->bound('config')) {
            return [];
        }

        $replicated = array_filter(
            (array) $app->make('config')->get('database.connections', []),
            static fn (mixed $settings): bool => is_array($settings) && isset($settings['read']),
        );
        $connections = array_map(static fn (int|string $name) => $app->make('db')->connection((string) $name), array_keys($replicated));

        return array_values(array_filter($connections, static fn (mixed $connection): bool => $connection instanceof Connection));
    }

    /**
     * Whether the application has decided so before; Laravel does not say it.
     */
    private static function readsFromWriter(Connection $connection): bool
    {
        return (fn (): bool => $this->readOnWriteConnection)->call($connection);
    }
}
