<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Laravel\Redis\RedisUrl;
use Cartwright\Laravel\RequestScope;
use Cartwright\Laravel\Settings;
use Cartwright\Native\NativeVersions;
use Cartwright\Storage\Backoff;
use Cartwright\Storage\RedisPlace;
use Closure;
use Illuminate\Container\Container as CurrentContainer;
use Illuminate\Contracts\Container\Container;

/**
 * What the application has decided about versions, in the words of the engine.
 *
 * @internal
 */
final class VersionSettings
{
    /** What is said where versions are asked for without it. */
    public const NOT_MIGRATED = 'the table of versions is not there; run php artisan vendor:publish --tag=versions-migrations,'
        . ' then php artisan migrate';

    public static function versions(Container $app): DataVersions
    {
        $versions = null;
        $token = static function (array $of) use (&$versions): string {
            return $versions->native()->call('token', ['versions' => (object) $of]);
        };

        return $versions = new DataVersions(
            // Files and connections are opened when something is asked of them.
            static fn (): NativeVersions => NativeVersions::open(self::engine($app)),
            static fn (): VersionTable => self::table($app, $token),
            // Where a server clones the application for each request, that of this moment.
            self::request(...),
            static fn (): string => Someone::isAsking(CurrentContainer::getInstance()),
            $app->make(OpenChanges::class),
            self::change($app),
        );
    }

    public static function request(): RequestVersions
    {
        return RequestScope::of(CurrentContainer::getInstance())->versions();
    }

    /**
     * @param Closure(array<array-key, string>): string $token
     */
    public static function table(Container $app, Closure $token): VersionTable
    {
        $settings = Settings::of($app);
        $connection = $app->make('db')->connection($app->make('config')->get('versions.connection'));

        return new VersionTable(
            $connection,
            $settings->text('versions.table', 'shop_data_version'),
            new KnownChanges($connection, $settings->text('versions.changes_table', 'shop_data_version_changes')),
            $token,
        );
    }

    public static function change(Container $app): ChangeSettings
    {
        $settings = Settings::of($app);

        return new ChangeSettings(
            array_values((array) $app->make('config')->get('versions.types', [])),
            new Backoff(
                max(1, $settings->integer('versions.change.attempts', 5)),
                $settings->number('versions.change.seconds', 20.0),
            ),
            $settings->integer('versions.settle_wait', 2000),
        );
    }

    /**
     * @return array<string, mixed>
     */
    public static function engine(Container $app): array
    {
        $settings = Settings::of($app);
        $store = $settings->text('versions.store', 'database');
        $journal = self::journal($settings, $store);

        return [
            'store' => self::place($app, $store, 'versions.sqlite.path', 'versions.sqlite'),
            'busy_timeout_ms' => in_array('redis', [$store, $journal], true)
                ? $settings->integer('versions.redis.busy_timeout', 500)
                : $settings->integer('versions.sqlite.busy_timeout', 5000),
            'mark_lease_ms' => (int) round($settings->number('versions.mark.lease', 30) * 1000),
            'longest_mark_ms' => (int) round($settings->number('versions.mark.longest', 60) * 1000),
            'when_unmarked' => $settings->text('versions.mark.missing', 'refuse'),
            'lock_lease_ms' => $settings->integer('versions.lock.lease', 10) * 1000,
            'lock_attempts' => $settings->integer('versions.lock.attempts', 3),
            'wait_ms' => $settings->integer('versions.cache.wait_ms', 2000),
            'lock_pause_ms' => $settings->integer('versions.lock.base_delay', 100),
            'breaker' => [
                'window_ms' => $settings->integer('versions.breaker.window', 30) * 1000,
                'minimum' => $settings->integer('versions.breaker.minimum', 10),
                'failed' => self::hundredths($settings->number('versions.breaker.failed', 0.5)),
                'slow_ms' => $settings->integer('versions.breaker.slow_ms', 1000),
                'slow' => self::hundredths($settings->number('versions.breaker.slow', 0.8)),
                'open_ms' => $settings->integer('versions.breaker.open', 5) * 1000,
            ],
        ] + ($journal === 'store' ? [] : [
            'journal' => self::place($app, $journal, 'versions.journal.path', 'versions-journal.sqlite'),
        ]);
    }

    /**
     * Whether each machine has a journal of its own.
     */
    public static function journalIsOfThisMachine(Container $app): bool
    {
        $settings = Settings::of($app);
        $store = $settings->text('versions.store', 'database');
        $journal = self::journal($settings, $store);

        return ($journal === 'store' ? $store : $journal) !== 'redis';
    }

    /**
     * Whether the migration was run.
     */
    public static function isInUse(Container $app): bool
    {
        $connection = $app->make('db')->connection($app->make('config')->get('versions.connection'));

        return $connection->getSchemaBuilder()->hasTable(Settings::of($app)->text('versions.table', 'shop_data_version'));
    }

    private static function journal(Settings $settings, string $store): string
    {
        $journal = $settings->text('versions.journal.store', 'store');

        // Where nothing is published there is no store to lie with.
        return $journal === 'store' && $store === 'database' ? 'sqlite' : $journal;
    }

    private static function place(Container $app, string $store, string $path, string $file): string
    {
        return match ($store) {
            'sqlite' => 'sqlite:' . Settings::of($app)->text($path, $app->make('path.storage') . "/app/{$file}"),
            'redis' => self::redis($app)->store(),
            default => $store,
        };
    }

    private static function redis(Container $app): RedisPlace
    {
        $settings = Settings::of($app);

        return new RedisPlace(RedisUrl::of(
            (array) $app->make('config')->get('database.redis', []),
            $settings->text('versions.redis.connection', 'default'),
            $settings->text('versions.redis.prefix', 'versions:'),
        ));
    }

    private static function hundredths(float $share): int
    {
        return (int) round($share * 100);
    }
}
