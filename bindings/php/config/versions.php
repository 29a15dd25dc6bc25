<?php

declare(strict_types=1);

use Cartwright\Versions\CategoryUpdated;
use Cartwright\Versions\Metrics\CheckVersions;
use Cartwright\Versions\Notifications\AtomicCacheAlertNotification;
use Cartwright\Versions\ProductUpdated;

/*
 * What comes from the environment is text. It is made a number or a yes/no here, once.
 */
$integer = static fn (string $name, int $default): int => (int) env($name, $default);
$number = static fn (string $name, float $default): float => (float) env($name, $default);
$switch = static fn (string $name, bool $default): bool => filter_var(env($name, $default), FILTER_VALIDATE_BOOLEAN);

return [

    /*
     * Where readers find the published versions and the marks of changes that are being made: `database` (nowhere: each request
     * asks the table once; right on any number of machines), `redis` (a connection of config/database.php), `sqlite` (a file
     * that all processes of this machine share), or `memory`, of one process, for tests.
     */
    'store' => env('VERSIONS_STORE', 'database'),

    'sqlite' => [
        // A file that no connection of the application has open; null is storage/app/versions.sqlite.
        'path' => env('VERSIONS_SQLITE_PATH'),

        // Milliseconds to wait while others write.
        'busy_timeout' => $integer('VERSIONS_SQLITE_BUSY_TIMEOUT', 5000),
    ],

    'redis' => [
        // One of `database.redis`, and what keys begin with behind its prefix.
        'connection' => env('VERSIONS_REDIS_CONNECTION', 'default'),
        'prefix' => env('VERSIONS_REDIS_PREFIX', 'versions:'),

        // Milliseconds for which a server that is away is tried again. Pages wait for it until the circuit opens.
        'busy_timeout' => $integer('VERSIONS_REDIS_BUSY_TIMEOUT', 500),
    ],

    // Incidents, the audit trail and what was counted: `store` (with the store; a file of this machine where there is none),
    // `sqlite`, `redis` or `memory`. The path is that of the file; null is storage/app/versions-journal.sqlite.
    'journal' => [
        'store' => env('VERSIONS_JOURNAL', 'store'),
        'path' => env('VERSIONS_JOURNAL_PATH'),

        // Days for which records stay. The scheduler removes what is older each night (versions:trim); 0 keeps everything.
        'keep_days' => $integer('VERSIONS_JOURNAL_KEEP_DAYS', 90),
    ],

    /*
     * The table in which versions are raised together with the data, and the one of changes that are known again when they are
     * delivered once more. One of the application's connections, that of the data; null is its default.
     * `php artisan vendor:publish --tag=versions-migrations` brings the migration.
     */
    'connection' => env('VERSIONS_DB_CONNECTION'),
    'table' => env('VERSIONS_DB_TABLE', 'shop_data_version'),
    'changes_table' => env('VERSIONS_DB_CHANGES_TABLE', 'shop_data_version_changes'),

    // Whether the migration is run from the package.
    'migrate' => $switch('VERSIONS_MIGRATE', false),

    // The types of which the global version is made, `global` among them in any case: it is raised with every type that does not
    // stand here.
    'types' => ['products', 'categories', 'orders', 'global'],

    /*
     * The mark that tells readers of a change before it is committed.
     */
    'mark' => [
        // Seconds; longer than the longest transaction. What is left behind by a writer that died is looked up after that.
        'lease' => $integer('VERSIONS_MARK_LEASE', 30),
        'longest' => $integer('VERSIONS_LONGEST_MARK', 60),

        // What a writer does when no mark can be set: `refuse` the change, or `commit_stale`, with the note that the type is
        // stale until it is reconciled.
        'missing' => env('VERSIONS_WHEN_UNMARKED', 'refuse'),
    ],

    // How often a change is made at most, from its beginning, when the database ends it because of others; and seconds in which the
    // last time may begin.
    'change' => [
        'attempts' => $integer('VERSIONS_CHANGE_ATTEMPTS', 5),
        'seconds' => $number('VERSIONS_CHANGE_SECONDS', 20.0),
    ],

    // Milliseconds for which a reader waits for transactions that have raised a version, before he works with what is committed.
    'settle_wait' => $integer('VERSIONS_SETTLE_WAIT', 2000),

    // The lock by which bumps of a type follow each other: seconds it is held at most, attempts, and milliseconds after the
    // first one, which double with jitter.
    'lock' => [
        'lease' => $integer('VERSIONS_LOCK_LEASE', 10),
        'attempts' => $integer('VERSIONS_LOCK_ATTEMPTS', 3),
        'base_delay' => $integer('VERSIONS_LOCK_BASE_DELAY', 100),
    ],

    /*
     * When the store is left alone: if so many of the calls in the window failed or were slow, for the seconds that it is open; one
     * call decides then.
     */
    'breaker' => [
        'window' => $integer('VERSIONS_BREAKER_WINDOW', 30),
        'minimum' => $integer('VERSIONS_BREAKER_MINIMUM', 10),
        'failed' => $number('VERSIONS_BREAKER_FAILED', 0.5),
        'slow_ms' => $integer('VERSIONS_BREAKER_SLOW_MS', 1000),
        'slow' => $number('VERSIONS_BREAKER_SLOW', 0.8),
        'open' => $integer('VERSIONS_BREAKER_OPEN', 5),
    ],

    /*
     * What the listener InvalidateShopCache does when the shop's data were changed.
     */
    'invalidation' => [
        // Whether it listens at all.
        'enabled' => $switch('VERSIONS_INVALIDATION', true),

        // Whether a worker of the queue does it; null is the default connection, and its default queue.
        'queue' => [
            'enabled' => $switch('VERSIONS_INVALIDATION_QUEUE', false),
            'connection' => env('VERSIONS_INVALIDATION_QUEUE_CONNECTION'),
            'name' => env('VERSIONS_INVALIDATION_QUEUE_NAME'),
        ],

        // The store of config/cache.php with the keys and tags; null is the default one.
        'store' => env('VERSIONS_INVALIDATION_STORE'),

        // The lock by which invalidations of a type follow each other: seconds it is held at most, attempts, and milliseconds, at
        // most, after the first one, which double.
        'lock' => [
            'lease' => $integer('VERSIONS_INVALIDATION_LOCK_LEASE', 5),
            'attempts' => $integer('VERSIONS_INVALIDATION_LOCK_ATTEMPTS', 3),
            'base_delay' => $integer('VERSIONS_INVALIDATION_LOCK_BASE_DELAY', 100),
        ],

        // Of each event: the types of data that were changed, and what the application keeps of them under keys and tags. The
        // versions of types and tags are raised. In keys stand {id} of what was changed, {action} and {type}.
        'events' => [
            ProductUpdated::class => [
                'types' => ['products'],
                'keys' => [
                    'product.{id}',
                    'product.detailed.{id}',
                    'shop.products.featured',
                    'shop.products.latest',
                    'shop.products.popular',
                    'shop.home.data',
                    'shop.search.results',
                ],
                'tags' => ['products', 'shop'],
            ],
            CategoryUpdated::class => [
                'types' => ['categories'],
                'keys' => [
                    'category.{id}',
                    'category.products.{id}',
                    'categories.navigation',
                    'categories.tree',
                    'shop.categories.all',
                    'shop.categories.active',
                    'shop.home.categories',
                ],
                'tags' => ['categories', 'shop'],
            ],
        ],

        // The keys of every event.
        'always' => ['inertia.data.version', 'shop.version.{type}'],
    ],

    /*
     * The versioned cache.
     */
    'cache' => [
        // Where values are kept: a store of config/cache.php; null is its default one. `native` is the engine's own, beside the
        // versions.
        'store' => env('VERSIONS_CACHE_STORE'),

        // Milliseconds for which the others wait for the one who loads a value, before they load it themselves.
        'wait_ms' => $integer('VERSIONS_CACHE_WAIT_MS', 2000),

        // Seconds for which a process does not ask a store of values again that has failed; under PHP-FPM to the end of the
        // request at most.
        'leave_alone' => $number('VERSIONS_CACHE_LEAVE_ALONE', 5.0),
    ],

    /*
     * What browsers are told.
     */
    'browser' => [
        // The types they are told changes of; null is all of which the global version is made.
        'types' => null,

        // The version as JSON and the script that asks for it, at `path` and `path`.js.
        'endpoint' => [
            'enabled' => $switch('VERSIONS_BROWSER_ENDPOINT', false),
            'path' => env('VERSIONS_BROWSER_PATH', 'data-version'),
            'middleware' => [],
        ],

        // Seconds between two questions of the script, and what it shows.
        'interval' => $integer('VERSIONS_BROWSER_INTERVAL', 60),
        'message' => env('VERSIONS_BROWSER_MESSAGE', 'New data available'),
        'button' => env('VERSIONS_BROWSER_BUTTON', 'Reload'),
    ],

    // A channel of config/logging.php; null, or one that is not there, is the default one.
    'log_channel' => env('VERSIONS_LOG_CHANNEL'),

    /*
     * When the middleware AtomicCacheMonitoring raises an alarm, and what is done then.
     */
    'monitoring' => [
        // Milliseconds above which a request is slow, and the percentage of failures above which there are too many: of the last
        // minutes' requests, if there were enough of them.
        'slow_ms' => $integer('VERSIONS_SLOW_MS', 1000),
        'error_rate' => $number('VERSIONS_ERROR_RATE', 5.0),
        'window_minutes' => $integer('VERSIONS_WINDOW_MINUTES', 5),
        'minimum_requests' => $integer('VERSIONS_MINIMUM_REQUESTS', 20),

        // Seconds for which the same alarm is counted and logged only, and after which the keys in the application's cache are
        // written anew.
        'cooldown' => $integer('VERSIONS_ALERT_COOLDOWN', 300),
        'mirror' => $integer('VERSIONS_MIRROR', 10),

        // Classes that carry out CorrectiveAction.
        'actions' => [
            'slow_response' => [],
            'error_rate' => [CheckVersions::class],
            'store_left_alone' => [],
        ],

        // Who is notified: a route for each channel of Laravel's notifications.
        'notify' => array_filter(['mail' => env('VERSIONS_NOTIFY_MAIL')]),
        'notification' => AtomicCacheAlertNotification::class,
    ],

    /*
     * Routes below `prefix` for those who are granted the gates `viewVersions`, `repairVersions`, `clearVersionedCache` and
     * `resetVersionMetrics`. They have to know who is asking.
     */
    'routes' => [
        'enabled' => $switch('VERSIONS_ROUTES', false),
        'prefix' => env('VERSIONS_ROUTES_PREFIX', 'admin/versions'),
        'middleware' => ['web', 'auth'],
        'per_minute' => $integer('VERSIONS_ROUTES_PER_MINUTE', 60),
    ],

];
