<?php

declare(strict_types=1);

namespace Cartwright\Bench\Places;

use Cartwright\Bench\Floors\RedisFloor;
use Cartwright\Bench\Floors\StorageFloor;
use Cartwright\Bench\PlainPhpCache;
use Cartwright\Bench\PlainPhpStorage;
use Illuminate\Cache\Repository;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * A Redis that the engine itself reads and writes. The cart in plain PHP is in Laravel's cache on the same server, with a
 * lock around each put: of what the original has that comes nearest.
 */
final readonly class RedisEnginePlace implements Place
{
    private Repository $beside;

    public function __construct(private RedisServer $server)
    {
        $this->beside = $server->cache();
    }

    public function describe(): string
    {
        return "{$this->server->describe()}, by the engine, a hash field per item; plain: Laravel's cache there, with a lock";
    }

    public function asksServer(): bool
    {
        return true;
    }

    public function begin(string $identifier): void
    {
    }

    public function end(string $identifier): void
    {
    }

    public function storage(string $identifier): StorageInterface
    {
        return $this->server->storage();
    }

    public function plain(string $identifier): PlainPhpStorage
    {
        return new PlainPhpCache($this->beside, $identifier, useLocking: true);
    }

    public function floor(array $items, array $conditions): StorageFloor
    {
        return new RedisFloor($this->server, $items, $conditions);
    }

    public function empty(): void
    {
        $this->server->empty();
    }

    public function close(): void
    {
        $this->server->empty();
    }
}
