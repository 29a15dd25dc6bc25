<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\FileStore;
use Illuminate\Cache\Repository;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Session\ArraySessionHandler;
use Illuminate\Session\FileSessionHandler;
use Illuminate\Session\Store;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\SessionStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use SessionHandlerInterface;

/**
 * Where carts can be kept: every driver on everything that Laravel can put it on, and the servers that are not databases.
 */
enum Shelves: string
{
    case SessionArray = 'session, array handler';
    case SessionFile = 'session, file handler';
    case CacheArray = 'cache, array store';
    case CacheArraySerialized = 'cache, array store that serialises';
    case CacheFile = 'cache, file store';
    case CacheFileLocking = 'cache, file store with locks';
    case Own = 'a storage of the application';
    case Database = 'database';
    case Sqlite = 'sqlite';
    case NativeDatabase = 'native-database';
    case Redis = 'redis';
    case RedisCluster = 'redis, a Cluster';

    /**
     * @return list<self> those that are this package's
     */
    public static function drivers(): array
    {
        return array_values(array_filter(self::cases(), static fn (self $shelf): bool => $shelf !== self::Own));
    }

    public function isSession(): bool
    {
        return $this === self::SessionArray || $this === self::SessionFile;
    }

    /**
     * Whether all values are text in between, so that only what JSON knows comes back.
     */
    public function isText(): bool
    {
        return $this === self::Database || $this->isNative();
    }

    public function isNative(): bool
    {
        return in_array($this, [self::Sqlite, self::NativeDatabase, self::Redis, self::RedisCluster], true);
    }

    /**
     * Who asks for the storage twice with one directory is another request of the same shop. A session begins where the
     * one before was saved.
     */
    public function storage(string $directory, ?SqliteShop $shop = null): StorageInterface
    {
        return match ($this) {
            self::SessionArray => new SessionStorage(self::session(new ArraySessionHandler(10))),
            self::SessionFile => new SessionStorage(self::session(
                new FileSessionHandler(new Filesystem(), $directory, 10),
            )),
            self::CacheArray => new CacheStorage(new Repository(new ArrayStore())),
            self::CacheArraySerialized => new CacheStorage(new Repository(new ArrayStore(true))),
            self::CacheFile => new CacheStorage(self::fileCache($directory)),
            self::CacheFileLocking => new CacheStorage(self::fileCache($directory), useLocking: true),
            self::Own => new OwnStorage(),
            self::Sqlite => new NativeStorage("{$directory}/carts.sqlite"),
            self::NativeDatabase => new NativeStorage("{$directory}/carts.sqlite", NativeLayout::Table),
            self::Redis => TestRedis::Single->storage(basename($directory)),
            self::RedisCluster => TestRedis::Cluster->storage(basename($directory)),
            self::Database => new DatabaseStorage($shop?->database ?? throw new \LogicException('needs a shop')),
        };
    }

    public static function fileCache(string $directory): Repository
    {
        return new Repository(new FileStore(new Filesystem(), $directory));
    }

    public static function session(SessionHandlerInterface $handler, ?string $id = null): Store
    {
        $session = new Store('shop', $handler, $id ?? str_repeat('a', 40));
        $session->start();

        return $session;
    }
}
