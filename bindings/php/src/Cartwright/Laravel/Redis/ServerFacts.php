<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Redis;

use Cartwright\Laravel\Settings;
use Illuminate\Contracts\Container\Container;
use Redis;
use RedisCluster;
use RuntimeException;
use Throwable;

/**
 * What a Redis server says of itself that carts and reservations depend on. The application's own client asks.
 *
 * @internal
 */
final readonly class ServerFacts
{
    /**
     * @param string|null $fsync null where the server does not tell
     * @param int $memoryLimit bytes, 0 for none
     */
    private function __construct(
        public string $name,
        public bool $appendsToFile,
        public ?string $fsync,
        public string $policy,
        public int $memoryLimit,
    ) {
    }

    /**
     * @return list<self>
     *
     * @throws Throwable if nobody can be asked
     */
    public static function ask(Container $app, string $of = 'cart'): array
    {
        if (Settings::of($app)->text("{$of}.redis.url", '') !== '') {
            throw new RuntimeException("it is said by {$of}.redis.url, which only the engine knows");
        }

        if (! $app->bound('redis')) {
            throw new RuntimeException('the application has no client of Redis');
        }

        $client = $app->make('redis')->connection(RedisSettings::connection($app, $of))->client();

        if ($client instanceof RedisCluster) {
            return array_map(static fn (array $node): self => self::of(
                "{$node[0]}:{$node[1]}",
                self::flat($client->info($node)),
                static fn (): mixed => $client->rawCommand($node, 'CONFIG', 'GET', 'appendfsync'),
            ), $client->_masters());
        }

        return [self::of(
            'the server',
            self::flat($client->info()),
            static fn (): mixed => $client instanceof Redis
                ? $client->rawCommand('CONFIG', 'GET', 'appendfsync')
                : $client->config('GET', 'appendfsync'),
        )];
    }

    /**
     * @param array<string, mixed> $info
     * @param callable(): mixed $config
     */
    private static function of(string $name, array $info, callable $config): self
    {
        try {
            $fsync = array_values((array) $config());
        } catch (Throwable) {
            // Managed servers forbid CONFIG.
            $fsync = [];
        }

        return new self(
            $name,
            (int) ($info['aof_enabled'] ?? 0) === 1,
            is_string(end($fsync)) ? end($fsync) : null,
            (string) ($info['maxmemory_policy'] ?? 'noeviction'),
            (int) ($info['maxmemory'] ?? 0),
        );
    }

    /**
     * Some clients put the facts into sections.
     *
     * @return array<string, mixed>
     */
    private static function flat(mixed $info): array
    {
        $flat = [];

        foreach ((array) $info as $key => $value) {
            $flat = is_array($value) ? [...$flat, ...self::flat($value)] : [...$flat, $key => $value];
        }

        return $flat;
    }
}
