<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Illuminate\Contracts\Container\Container;
use Throwable;

/**
 * What the engine has kept of a race on the application's Redis, under a prefix of the race's own.
 *
 * @internal
 */
final class RedisKeys
{
    /** So many keys of everybody's are looked at in one step, so that nobody else waits. */
    private const STEP = 1000;

    public static function forget(Container $app, string $name): void
    {
        $config = $app->make('config');
        $prefix = (string) $config->get('database.redis.options.prefix', '');

        try {
            $redis = $app->make('redis')->connection($config->get('versions.redis.connection', 'default'));
            $cursor = null;

            do {
                [$cursor, $keys] = $redis->scan($cursor, ['match' => "*{$name}:*", 'count' => self::STEP]) ?: [0, []];

                foreach ($keys as $key) {
                    // What is listed has the prefix that the connection puts before it.
                    $redis->del(str_starts_with($key, $prefix) ? substr($key, strlen($prefix)) : $key);
                }
            } while ((int) $cursor !== 0);
        } catch (Throwable) {
            // A server that is away now keeps a few keys that nobody asks for.
        }
    }
}
