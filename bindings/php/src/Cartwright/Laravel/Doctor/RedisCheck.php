<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\NativeDrivers;
use Cartwright\Laravel\Redis\RedisSettings;
use Cartwright\Laravel\Redis\ServerFacts;
use Cartwright\Laravel\Settings;
use Illuminate\Contracts\Foundation\Application;
use Throwable;

/**
 * Whether the Redis that carts are on answers, keeps what it is given, and throws nothing away.
 *
 * @internal
 */
final class RedisCheck
{
    /** Of no customer. */
    private const NOBODY = 'cart-doctor';

    /**
     * @return iterable<Finding>
     */
    public static function look(Application $app): iterable
    {
        try {
            $where = RedisSettings::place($app)->describe();
            $app->make('cart.storage.' . NativeDrivers::REDIS)->has(self::NOBODY, 'default');
        } catch (Throwable $failure) {
            yield Finding::problem(
                'storage',
                "redis does not answer: {$failure->getMessage()}",
                'Start the server, or correct CART_REDIS_CONNECTION and the connection of database.redis that it names',
            );

            return;
        }

        yield Finding::fine('storage', "redis: {$where}");
        yield from self::servers($app, 'cart');
    }

    /**
     * @param string $of the part of the configuration that has a section `redis`
     *
     * @return iterable<Finding>
     */
    public static function servers(Application $app, string $of): iterable
    {
        $what = $of === 'cart' ? 'cart' : 'reservation';

        try {
            $servers = ServerFacts::ask($app, $of);
        } catch (Throwable $failure) {
            yield Finding::warning(
                'redis',
                "whether the server keeps {$what}s could not be looked at: {$failure->getMessage()}",
                'See that appendonly is yes and maxmemory-policy is noeviction there',
            );

            return;
        }

        foreach ($servers as $server) {
            yield self::persistence($server, $what);
            yield self::eviction($server, $what, Settings::of($app)->integer("{$of}.redis.ttl", 0) > 0);
        }
    }

    private static function persistence(ServerFacts $server, string $what): Finding
    {
        return match (true) {
            ! $server->appendsToFile => Finding::warning(
                'redis',
                "{$server->name} keeps no log of changes (appendonly no): what was put into {$what}s since its last"
                . ' snapshot is lost when it ends',
                'Set appendonly yes in its configuration',
            ),
            $server->fsync === 'always' => Finding::fine('redis', "{$server->name} keeps each change before it answers"),
            default => Finding::fine('redis', "{$server->name} keeps changes; those of the last second may be lost when"
                . ' its machine fails (appendfsync ' . ($server->fsync ?? 'as the server has it') . ')'),
        };
    }

    private static function eviction(ServerFacts $server, string $what, bool $theyEnd): Finding
    {
        $canEvict = str_starts_with($server->policy, 'allkeys-')
            || str_starts_with($server->policy, 'volatile-') && $theyEnd;

        return match (true) {
            ! $canEvict => Finding::fine('redis', "{$server->name} throws no {$what} away ({$server->policy})"),
            $server->memoryLimit === 0 => Finding::warning(
                'redis',
                "{$server->name} would throw {$what}s away if it had a limit of memory ({$server->policy})",
                'Set maxmemory-policy noeviction there before somebody sets maxmemory',
            ),
            default => Finding::problem(
                'redis',
                "{$server->name} throws {$what}s away when its memory is full ({$server->policy})",
                'Set maxmemory-policy noeviction there, and keep caches on another server',
            ),
        };
    }
}
