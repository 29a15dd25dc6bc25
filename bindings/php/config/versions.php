<?php

declare(strict_types=1);

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
    ],

    // Incidents, the audit trail and what was counted: `store` (with the store; a file of this machine where there is none),
    // `sqlite`, `redis` or `memory`. The path is that of the file; null is storage/app/versions-journal.sqlite.
    'journal' => [
        'store' => env('VERSIONS_JOURNAL', 'store'),
        'path' => env('VERSIONS_JOURNAL_PATH'),
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

];
