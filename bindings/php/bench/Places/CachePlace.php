<?php

declare(strict_types=1);

namespace Cartwright\Bench\Places;

use Cartwright\Bench\Floors\CacheFloor;
use Cartwright\Bench\Floors\StorageFloor;
use Cartwright\Bench\PlainPhpCache;
use Cartwright\Bench\PlainPhpStorage;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Repository;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * Laravel's cache without locking: with its text in memory, which shows that each entry is encoded and decoded, or on a
 * Redis, where how often it is asked decides.
 */
final readonly class CachePlace implements Place
{
    private Repository $cache;

    /**
     * @param RedisServer|null $server null for a cache in memory
     */
    public function __construct(private ?RedisServer $server = null)
    {
        $this->cache = $server?->cache() ?? new Repository(new ArrayStore(serializesValues: true));
    }

    public function describe(): string
    {
        return $this->server === null
            ? 'Laravel\'s cache, its text in memory, without locking'
            : "{$this->server->describe()}, through Laravel's cache, without locking";
    }

    public function asksServer(): bool
    {
        return $this->server !== null;
    }

    public function begin(string $identifier): void
    {
    }

    public function end(string $identifier): void
    {
    }

    public function storage(string $identifier): StorageInterface
    {
        return new CacheStorage($this->cache);
    }

    public function plain(string $identifier): PlainPhpStorage
    {
        return new PlainPhpCache($this->cache, $identifier);
    }

    public function floor(array $items, array $conditions): StorageFloor
    {
        return new CacheFloor($this->cache, $items, $conditions, isDistant: $this->asksServer());
    }

    public function empty(): void
    {
        $this->server === null ? $this->cache->clear() : $this->server->empty();
    }

    public function close(): void
    {
        $this->empty();
    }
}
