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
 * Laravel's cache without locking. Its text is kept in memory: how long a file or a server takes is not the cart's
 * business, how often it is asked, and that each entry is encoded and decoded, is.
 */
final readonly class CachePlace implements Place
{
    private Repository $cache;

    public function __construct()
    {
        $this->cache = new Repository(new ArrayStore(serializesValues: true));
    }

    public function describe(): string
    {
        return 'Laravel\'s cache, its text in memory, without locking';
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
        return new CacheFloor($this->cache, $items, $conditions);
    }

    public function empty(): void
    {
        $this->cache->clear();
    }

    public function close(): void
    {
        $this->empty();
    }
}
