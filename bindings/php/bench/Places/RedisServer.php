<?php

declare(strict_types=1);

namespace Cartwright\Bench\Places;

use Cartwright\Laravel\Redis\RedisUrl;
use Cartwright\Storage\NativeStorage;
use Cartwright\Storage\RedisPlace;
use Illuminate\Cache\RedisStore;
use Illuminate\Cache\Repository;
use Illuminate\Container\Container;
use Illuminate\Redis\RedisManager;
use Redis;
use RuntimeException;

/**
 * The Redis that scripts/bench.sh has started, or another one that the environment names: $CARTWRIGHT_REDIS_HOST, _PORT
 * and _PASSWORD. What is kept there has a prefix of this process, and goes with it.
 */
final readonly class RedisServer
{
    private const BATCH = 1000;

    /** @var array<string, mixed> `database.redis` */
    private array $settings;

    private string $prefix;
    private RedisManager $manager;

    public function __construct()
    {
        $this->prefix = 'cart-bench-' . getmypid() . ':';
        $this->settings = ['client' => 'phpredis', 'options' => ['prefix' => $this->prefix], 'default' => [
            'host' => self::environment('HOST'),
            'port' => self::environment('PORT'),
            'password' => self::environment('PASSWORD'),
            'database' => '0',
        ]];
        $this->manager = new RedisManager(Container::getInstance(), 'phpredis', $this->settings);
    }

    /**
     * Its version, and whether a change waits for its disk.
     */
    public function describe(): string
    {
        $client = $this->client();
        $keeps = $client->config('GET', 'append*');
        $disk = $keeps['appendonly'] === 'no' ? 'nothing on its disk' : "appendfsync {$keeps['appendfsync']}";

        return "Redis {$client->info('server')['redis_version']}, {$disk}";
    }

    public function cache(): Repository
    {
        return new Repository(new RedisStore($this->manager, '', 'default'));
    }

    /**
     * As the application of the driver `redis` makes it.
     */
    public function storage(): NativeStorage
    {
        return new NativeStorage(new RedisPlace($this->url()));
    }

    /**
     * As the engine is told of it.
     */
    public function url(): string
    {
        return RedisUrl::of($this->settings, 'default', 'cartwright:');
    }

    /**
     * The client of Laravel's connection. It puts the prefix before each key.
     */
    public function client(): Redis
    {
        return $this->manager->connection('default')->client();
    }

    /**
     * Takes all away that this process has put there, and nothing else: the server may be somebody else's, too.
     */
    public function empty(): void
    {
        $client = $this->client();
        $cursor = null;

        do {
            $keys = $client->scan($cursor, "{$this->prefix}*", self::BATCH) ?: [];
            $client->del(array_map(fn (string $key): string => substr($key, strlen($this->prefix)), $keys));
        } while ($cursor > 0);
    }

    private static function environment(string $setting): string
    {
        $name = "CARTWRIGHT_REDIS_{$setting}";

        return getenv($name) ?: throw new RuntimeException(
            "{$name} is not set; scripts/bench.sh starts a Redis and sets it, as does"
            . ' eval "$(scripts/servers.sh env)" after scripts/servers.sh start redis',
        );
    }
}
