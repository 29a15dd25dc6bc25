<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Laravel\Redis\RedisUrl;
use Cartwright\Storage\NativeStorage;
use Cartwright\Storage\RedisPlace;

/**
 * The Redis servers of scripts/servers.sh, and how a Laravel application is told of them. What a test keeps there has a
 * prefix of its own.
 */
enum TestRedis: string
{
    case Single = 'redis';
    case Cluster = 'redis-cluster';

    /** Seconds after which what a test has left is gone. */
    private const TTL = 900;

    /**
     * @return array<string, array{self}>
     */
    public static function rows(): array
    {
        return ['on a single server' => [self::Single], 'on a Cluster' => [self::Cluster]];
    }

    /**
     * As config/database.php has it.
     *
     * @return array<string, mixed>
     */
    public function settings(string $prefix): array
    {
        $settings = ['client' => 'phpredis', 'options' => ['prefix' => $prefix]];

        return match ($this) {
            self::Single => $settings + ['default' => [
                'host' => TestDatabase::environment('REDIS', 'HOST'),
                'port' => TestDatabase::environment('REDIS', 'PORT'),
                'password' => TestDatabase::environment('REDIS', 'PASSWORD'),
                'database' => '0',
            ]],
            self::Cluster => $settings + ['clusters' => [
                'default' => array_map(static function (string $node): array {
                    [$host, $port] = explode(':', $node);

                    return ['host' => $host, 'port' => $port];
                }, explode(',', TestDatabase::environment('REDIS_CLUSTER', 'NODES'))),
                'options' => ['password' => TestDatabase::environment('REDIS_CLUSTER', 'PASSWORD')],
            ]],
        };
    }

    /**
     * @param array<string, int> $options
     */
    public function place(string $prefix, array $options = []): RedisPlace
    {
        return new RedisPlace(
            RedisUrl::of($this->settings("{$prefix}:"), 'default', 'carts:', $options + ['ttl' => self::TTL]),
        );
    }

    public function storage(string $prefix): NativeStorage
    {
        return new NativeStorage($this->place($prefix));
    }
}
