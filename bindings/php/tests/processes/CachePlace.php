<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Illuminate\Cache\CacheManager;
use Illuminate\Container\Container;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Redis\RedisManager;
use MasyukAI\Cart\Storage\CacheStorage;

/**
 * One of Laravel's cache stores, with locking.
 */
final readonly class CachePlace implements Place
{
    /**
     * @param array<string, mixed> $store as config/cache.php has it
     * @param array<string, mixed> $redis `database.redis`, where the store is one of it
     */
    public function __construct(private array $store, private array $redis = [], private int $lockSeconds = 5)
    {
    }

    public function prepare(int $processes): void
    {
    }

    public function open(?string $defect = null): Access
    {
        $app = Container::getInstance();
        config(['cache.stores.shop' => $this->store, 'cache.prefix' => '']);
        $app->singleton('files', static fn (): Filesystem => new Filesystem());
        $app->singleton('redis', fn (): RedisManager => new RedisManager($app, 'phpredis', $this->redis));
        $cache = (new CacheManager($app))->store('shop');

        return new StorageAccess(new CacheStorage($cache, useLocking: true, lockTimeout: $this->lockSeconds));
    }
}
