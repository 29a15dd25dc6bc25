<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Illuminate\Contracts\Container\Container;
use Throwable;

/**
 * The application's settings with which a process works on the ground of a race, and nowhere else.
 *
 * @internal
 */
final class GroundSettings
{
    private const STORE = 'cartwright-race';

    /** Keys that are removed from a Redis at once. */
    private const BATCH = 500;

    /**
     * @return array<string, mixed> by their names with dots
     */
    public static function of(Container $app, string $name, string $folder): array
    {
        $config = $app->make('config');
        $cache = $config->get('versions.cache.store') ?? $config->get('cache.default');
        $store = (array) $config->get("cache.stores.{$cache}");
        $isNative = $cache === 'native';

        return [
            'versions.table' => "{$name}_versions",
            'versions.changes_table' => "{$name}_changes",
            'versions.sqlite.path' => "{$folder}/versions.sqlite",
            'versions.journal' => "sqlite:{$folder}/journal.sqlite",
            'versions.redis.prefix' => "{$name}:",
            'versions.marks.lease_ms' => 150,
            'versions.cache.store' => $isNative ? $cache : self::STORE,
            // The same store, with keys of the race's own.
            'cache.stores.' . self::STORE => match ($store['driver'] ?? '') {
                'file' => ['driver' => 'file', 'path' => "{$folder}/cache"],
                default => ['prefix' => "{$name}:"] + $store,
            },
        ];
    }

    /**
     * Takes away what lies under those keys; what a store does not list ends with its lifetime, a minute.
     *
     * @param array<string, mixed> $settings
     */
    public static function forget(Container $app, array $settings, string $name): void
    {
    }
}
