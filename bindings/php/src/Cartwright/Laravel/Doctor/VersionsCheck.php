<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\Settings;
use Cartwright\Native\NativeVersions;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\VersionedCache;
use Cartwright\Versions\VersionSettings;
use Cartwright\Versions\WebServiceProvider;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\NullStore;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Support\Str;
use stdClass;
use Throwable;

/**
 * Whether data versions can be told, and whether the versioned cache keeps what it is given.
 *
 * @internal
 */
final class VersionsCheck implements Check
{
    private const TOPIC = 'versions';

    public function findings(Application $app): iterable
    {
        if (! $app->bound(DataVersions::class)) {
            return;
        }

        if (! VersionSettings::isInUse($app)) {
            yield Finding::fine(self::TOPIC, 'not in use: the migration versions-migrations was not run');

            return;
        }

        try {
            $app->make(DataVersions::class)->capture([VersionedCache::TYPE]);
            yield Finding::fine(self::TOPIC, 'can be told, by ' . Settings::of($app)->text('versions.store', 'database'));
        } catch (Throwable $failure) {
            yield Finding::warning(
                self::TOPIC,
                "cannot be told, so that nothing is cached: {$failure->getMessage()}",
                'Repair what the message names, then run cart:doctor again; until then every page is made anew',
            );

            return;
        }

        yield from SharedFile::findings($app, self::TOPIC, VersionSettings::engine($app)['store'], 'VERSIONS_SQLITE_PATH');
        yield from $this->circuit($app);
        yield from $this->values($app);
        yield from $this->channel($app);
    }

    /**
     * @return iterable<Finding>
     */
    private function circuit(Application $app): iterable
    {
        $engine = $app->make(DataVersions::class)->native();

        try {
            yield from $this->evictions($engine->call('health')['evicts']);
        } catch (Throwable $failure) {
            yield Finding::warning(
                self::TOPIC,
                "the store of versions cannot be reached, so that the database is asked instead: {$failure->getMessage()}",
                'Repair what the message names, or set VERSIONS_STORE=database',
            );
        }

        $state = $engine->call('breaker')['state'];

        if ($state !== 'closed') {
            yield Finding::warning(
                self::TOPIC,
                "the circuit is {$state}: the store of versions failed or was slow, and the database is asked instead",
                'Look at php artisan versions:incidents; it closes by itself when the store is well',
            );
        }
    }

    /**
     * @return iterable<Finding>
     */
    private function evictions(?string $policy): iterable
    {
        if ($policy !== null) {
            yield Finding::warning(
                self::TOPIC,
                "the server of versions throws them away when its memory is full ({$policy}): readers ask the database then",
                'Set maxmemory-policy noeviction or a volatile one there, or keep caches on another server',
            );
        }
    }

    /**
     * @return iterable<Finding>
     */
    private function values(Application $app): iterable
    {
        $name = Settings::of($app)->text('versions.cache.store', $app->make('cache')->getDefaultDriver());

        if ($name === WebServiceProvider::NATIVE) {
            yield $this->ownValues($app->make(DataVersions::class)->native());

            return;
        }

        $store = $app->make('cache')->store($name);
        $key = 'versions-doctor.' . Str::random();
        $store->put($key, 'kept', 10);
        $isKept = $store->get($key) === 'kept';
        $store->forget($key);

        yield match (true) {
            $store->getStore() instanceof ArrayStore && ! $app->runningUnitTests() => Finding::warning(
                self::TOPIC,
                "values are in the cache store {$name}, which ends with each process",
                'Set VERSIONS_CACHE_STORE or CACHE_STORE to a store that outlives it: redis, database, file',
            ),
            ! $isKept && ! $store->getStore() instanceof NullStore => Finding::problem(
                self::TOPIC,
                "the cache store {$name} does not keep what it is given",
                'Look whether it is full, and whether it can be written',
            ),
            default => Finding::fine(self::TOPIC, "values are in the cache store {$name}"),
        };
    }

    private function ownValues(NativeVersions $engine): Finding
    {
        $name = 'versions-doctor.' . Str::random();
        $why = '';

        try {
            $key = $engine->call('key', ['name' => $name, 'versions' => new stdClass()]);
            $isKept = $engine->keep((string) $engine->lookup($name, [])->permit, 'kept', 10_000)
                && $engine->lookup($name, [])->value === 'kept';
            // Where the store cannot be reached this says why.
            $engine->call('forget', ['key' => $key]);
        } catch (Throwable $failure) {
            $isKept = false;
            $why = ": {$failure->getMessage()}";
        }

        return $isKept
            ? Finding::fine(self::TOPIC, 'values are in the engine\'s own store')
            : Finding::problem(
                self::TOPIC,
                "the engine's own store of values does not keep what it is given{$why}",
                'Look whether its file or server is there and full, and whether it can be written',
            );
    }

    /**
     * @return iterable<Finding>
     */
    private function channel(Application $app): iterable
    {
        $channel = Settings::of($app)->text('versions.log_channel', '');

        if ($channel !== '' && $app->make('config')->get("logging.channels.{$channel}") === null) {
            yield Finding::warning(
                self::TOPIC,
                "versions.log_channel is '{$channel}', which config/logging.php does not define: the default channel is used",
                'Define it, or take VERSIONS_LOG_CHANNEL out',
            );
        }
    }
}
