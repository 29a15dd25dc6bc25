<?php

declare(strict_types=1);

namespace Cartwright\Tests\visitors;

use Cartwright\Laravel\Middleware\SerializeCartSession;
use Cartwright\Tests\Support\TestRedis;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Session\Middleware\StartSession;

/**
 * Where the cart of one visitor is kept, and what keeps his requests apart.
 */
enum Trial: string
{
    case FileSession = 'session-file';
    case FileSessionAlone = 'session-file-without';
    case DatabaseSession = 'session-database';
    case DatabaseSessionAlone = 'session-database-without';
    case Cache = 'cache-file';
    case CacheAlone = 'cache-file-without';
    case RedisCache = 'cache-redis';
    case RedisCacheAlone = 'cache-redis-without';

    public function describe(): string
    {
        return match ($this) {
            self::FileSession => 'session in files, with the middleware',
            self::FileSessionAlone => 'session in files, without it',
            self::DatabaseSession => "session in SQLite, with the middleware, the engine's locks",
            self::DatabaseSessionAlone => 'session in SQLite, without it',
            self::Cache => 'cart in a file cache, with locking',
            self::CacheAlone => 'cart in a file cache, without it',
            self::RedisCache => 'cart in a cache on Redis, with locking',
            self::RedisCacheAlone => 'cart in a cache on Redis, without it',
        };
    }

    /**
     * Whether nothing may be lost. Where it may, what is lost is printed.
     */
    public function promises(): bool
    {
        return ! str_ends_with($this->value, '-without');
    }

    private function isOnRedis(): bool
    {
        return $this === self::RedisCache || $this === self::RedisCacheAlone;
    }

    public function isSession(): bool
    {
        return str_starts_with($this->value, 'session');
    }

    /**
     * @return list<class-string>
     */
    public function middleware(): array
    {
        return $this->promises()
            ? [EncryptCookies::class, SerializeCartSession::class, StartSession::class]
            : [EncryptCookies::class, StartSession::class];
    }

    /**
     * @return array<string, mixed>
     */
    public function settings(string $directory): array
    {
        return [
            'app.debug' => false,
            'cart.storage' => $this->isSession() ? 'session' : 'cache',
            'cart.limits.max_item_quantity' => 1_000_000,
            'cart.cache.locking' => $this->promises(),
            'cart.cache.lock_timeout' => 60,
            'cart.session.wait_seconds' => 120,
            'cart.session.lock_file' => "{$directory}/locks.sqlite",
            'cache.default' => match ($this) {
                self::DatabaseSession => 'array',
                self::RedisCache, self::RedisCacheAlone => 'redis',
                default => 'file',
            },
            'cache.stores.redis' => ['driver' => 'redis', 'connection' => 'default'],
            'database.redis' => $this->isOnRedis() ? TestRedis::Single->settings(basename($directory) . ':') : [],
            'cache.stores.file' => ['driver' => 'file', 'path' => "{$directory}/cache"],
            'session.driver' => match ($this) {
                self::DatabaseSession, self::DatabaseSessionAlone => 'database',
                default => 'file',
            },
            'session.files' => "{$directory}/sessions",
            'session.table' => 'sessions',
            'session.connection' => null,
            'database.connections.shop' => [
                'driver' => 'sqlite',
                'database' => "{$directory}/shop.sqlite",
                'prefix' => '',
                'busy_timeout' => 60_000,
            ],
        ];
    }
}
