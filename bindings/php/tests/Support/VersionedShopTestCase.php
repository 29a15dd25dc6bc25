<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Native\NativeVersions;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\VersionedCache;

/**
 * A shop with data versions: committed in its database, published in memory.
 */
abstract class VersionedShopTestCase extends LaravelTestCase
{
    protected function settings(): array
    {
        return [
            'versions.store' => 'memory',
            'cache.stores.file' => ['driver' => 'file', 'path' => "{$this->directory}/cache"],
            'cache.stores.database' => ['driver' => 'database', 'table' => 'cache', 'connection' => null],
            'cache.prefix' => 'shop-' . basename($this->directory),
        ] + parent::settings();
    }

    protected function startApplication(array $settings = []): void
    {
        parent::startApplication($settings);

        foreach (glob(dirname(__DIR__, 2) . '/database/versions/*.php') ?: [] as $migration) {
            (require $migration)->up();
        }
    }

    protected function cache(): VersionedCache
    {
        return $this->app->make(VersionedCache::class);
    }

    protected function versions(): DataVersions
    {
        return $this->app->make(DataVersions::class);
    }

    protected function native(): NativeVersions
    {
        return $this->versions()->native();
    }

    /**
     * What the next request of the same process begins with: no version is known yet.
     */
    protected function nextRequest(): void
    {
        $this->versions()->forget();
    }

    /**
     * Somebody else commits a change.
     */
    protected function raise(string ...$types): void
    {
        $this->versions()->bump($types);
        $this->nextRequest();
    }

    /**
     * How often something was counted.
     */
    protected function counted(string $name): int
    {
        return array_column($this->native()->call('metrics', ['minutes' => 60]), 'count', 'name')[$name] ?? 0;
    }
}
