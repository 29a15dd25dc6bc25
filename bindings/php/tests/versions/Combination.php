<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\TestRedis;
use Cartwright\Versions\WebServiceProvider;
use InvalidArgumentException;

/**
 * Where the data are, where versions are published, and where values are kept.
 */
final readonly class Combination
{
    public const DATABASES = ['sqlite', 'mariadb', 'postgresql'];

    public const STORES = ['database', 'sqlite', 'redis'];

    public const CACHES = ['file', 'redis', 'database', WebServiceProvider::NATIVE];

    public function __construct(public string $database, public string $store, public string $cache)
    {
    }

    /**
     * @return list<self>
     */
    public static function all(): array
    {
        $all = [];

        foreach (self::DATABASES as $database) {
            foreach (self::STORES as $store) {
                foreach (self::CACHES as $cache) {
                    $all[] = new self($database, $store, $cache);
                }
            }
        }

        return $all;
    }

    /**
     * So few that each database, store and cache is there, and each with another one.
     *
     * @return list<self>
     */
    public static function few(): array
    {
        return [
            new self('sqlite', 'sqlite', 'file'),
            new self('mariadb', 'redis', 'redis'),
            new self('postgresql', 'database', 'database'),
            new self('mariadb', 'redis', WebServiceProvider::NATIVE),
        ];
    }

    public static function named(string $name): self
    {
        $parts = explode('/', $name);

        return count($parts) === 3 && in_array($parts[0], self::DATABASES, true)
            && in_array($parts[1], self::STORES, true) && in_array($parts[2], self::CACHES, true)
            ? new self(...$parts)
            : throw new InvalidArgumentException("'{$name}' is no place; one is database/store/cache, such as mariadb/redis/file");
    }

    public function name(): string
    {
        return "{$this->database}/{$this->store}/{$this->cache}";
    }

    public function hasRedis(): bool
    {
        return $this->store === 'redis' || $this->cache === 'redis';
    }

    /**
     * @return array<string, mixed>
     */
    public function settings(string $directory): array
    {
        $prefix = basename($directory) . ':';
        $isNative = $this->cache === WebServiceProvider::NATIVE;
        $settings = [
            'database.connections.shop' => $this->database($directory),
            'versions.store' => $this->store,
            'versions.cache.store' => $isNative ? $this->cache : null,
            'cache.default' => $isNative ? 'file' : $this->cache,
            'cache.stores' => [
                'file' => ['driver' => 'file', 'path' => "{$directory}/cache"],
                'database' => ['driver' => 'database', 'table' => 'cache', 'connection' => null],
                'redis' => ['driver' => 'redis', 'connection' => 'default'],
            ],
        ];

        return $settings + ($this->hasRedis() ? ['database.redis' => TestRedis::Single->settings($prefix)] : []);
    }

    /**
     * @return array<string, mixed>
     */
    private function database(string $directory): array
    {
        $database = match ($this->database) {
            'sqlite' => TestDatabase::SqliteWal,
            'mariadb' => TestDatabase::MariaDb,
            'postgresql' => TestDatabase::PostgresReadCommitted,
        };

        return $database->settings($directory);
    }
}
