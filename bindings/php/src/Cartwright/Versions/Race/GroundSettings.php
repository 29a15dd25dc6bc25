<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Cartwright\Versions\InvalidateShopCache;
use Cartwright\Versions\WebServiceProvider;
use Illuminate\Cache\Events\KeyWritten;
use Illuminate\Contracts\Container\Container;
use RuntimeException;

/**
 * The application's settings with which a process works on the ground of a race, and nowhere else.
 *
 * @internal
 */
final class GroundSettings
{
    /** The store of Laravel's cache with whatever a race keeps there. */
    public const STORE = 'cartwright-race';

    /** The file with the keys of the cache that processes have kept. */
    private const KEYS = 'keys';

    /** So many of them are taken away at once. */
    private const BATCH = 500;

    /**
     * @return array<string, mixed> by their names with dots
     */
    public static function of(Container $app, string $name, string $folder, ?string $cache): array
    {
        $config = $app->make('config');
        $cache ??= $config->get('versions.cache.store') ?? $config->get('cache.default');
        $isNative = $cache === WebServiceProvider::NATIVE;
        // Named keys and locks are in one of Laravel's in any case.
        $store = $isNative ? ['driver' => 'file'] : (array) $config->get("cache.stores.{$cache}");
        $store !== [] || throw new RuntimeException("there is no store '{$cache}' in config/cache.php");

        return [
            'versions.table' => "{$name}_versions",
            'versions.changes_table' => "{$name}_changes",
            'versions.sqlite.path' => "{$folder}/versions.sqlite",
            'versions.types' => array_map(static fn (Way $way): string => $way->type(), Way::cases()),
            'versions.journal' => ['store' => 'sqlite', 'path' => "{$folder}/journal.sqlite"],
            'versions.redis.prefix' => "{$name}:",
            'versions.mark.lease' => Ground::LEASE_MILLISECONDS / 1000,
            'versions.mark.longest' => Ground::LONGEST_MILLISECONDS / 1000,
            'versions.mark.missing' => 'refuse',
            'versions.invalidation.events' => [RaceDataUpdated::class => ['types' => [Way::Event->type()]]],
            'versions.invalidation.always' => [],
            'versions.invalidation.store' => self::STORE,
            'versions.cache.store' => $isNative ? $cache : self::STORE,
            // The same store, with keys of the race's own.
            'cache.stores.' . self::STORE => match ($store['driver'] ?? '') {
                'file' => ['driver' => 'file', 'path' => "{$folder}/cache"],
                default => ['prefix' => "{$name}:"] + $store,
            },
        ];
    }

    /**
     * Has this process hear the events of a race, and note which keys it keeps in the cache, so that they can be taken away.
     */
    public static function listen(Container $app, string $folder): void
    {
        $app->make('events')->listen(RaceDataUpdated::class, [InvalidateShopCache::class, 'handle']);
        $app->make('events')->listen(KeyWritten::class, static function (KeyWritten $event) use ($folder): void {
            @file_put_contents("{$folder}/" . self::KEYS, "{$event->key}\n", FILE_APPEND);
        });
    }

    /**
     * Takes away what was kept.
     *
     * @param array<string, mixed> $settings
     */
    public static function forget(Container $app, array $settings, string $folder): void
    {
        $keys = @file("{$folder}/" . self::KEYS, FILE_IGNORE_NEW_LINES) ?: [];
        $store = 'cache.stores.' . self::STORE;

        if ($keys === [] || ($settings[$store]['driver'] ?? 'file') === 'file') {
            return;
        }

        $app->make('config')->set($store, $settings[$store]);
        $cache = $app->make('cache');

        foreach (array_chunk(array_unique($keys), self::BATCH) as $batch) {
            $cache->store(self::STORE)->deleteMultiple($batch);
        }

        $cache->forgetDriver(self::STORE);
        $app->make('config')->set($store, null);
    }
}
