<?php

declare(strict_types=1);

/*
 * What comes from the environment is text. It is made a number or a yes/no here, once, because the classes that read
 * these settings are strict about types.
 */
$integer = static fn (string $name, int $default): int => (int) env($name, $default);
$perhaps = static fn (string $name): ?int => is_numeric(env($name)) ? (int) env($name) : null;
$number = static fn (string $name, float $default): float => (float) env($name, $default);
$switch = static fn (string $name, bool $default): bool => filter_var(env($name, $default), FILTER_VALIDATE_BOOLEAN);

return [

    /*
     * Where carts are kept: `session`, `cache`, `database`, `redis`, or in a SQLite file of their own, `sqlite` or
     * `native-database`.
     */
    'storage' => env('CART_STORAGE_DRIVER', 'session'),

    'session' => [
        'key' => env('CART_SESSION_KEY', 'cart'),

        // For the middleware SerializeCartSession. The cache store whose locks it takes; null is the one of Laravel's
        // own session blocking. Where that has no locks, they are in this SQLite file; null is one in `storage`.
        'lock_store' => env('CART_SESSION_LOCK_STORE'),
        'lock_file' => env('CART_SESSION_LOCK_FILE'),

        // For how long a request holds its lock at most, and how long one waits for another. Seconds.
        'lock_seconds' => $integer('CART_SESSION_LOCK_SECONDS', 60),
        'wait_seconds' => $integer('CART_SESSION_WAIT_SECONDS', 10),
    ],

    'database' => [
        // One of the application's connections; null is its default.
        'connection' => env('CART_DB_CONNECTION'),

        'table' => env('CART_DB_TABLE', 'carts'),

        // Every change waits for the cart's row (SELECT … FOR UPDATE) instead of only those that met a conflict.
        'lock_for_update' => $switch('CART_DB_LOCK_FOR_UPDATE', false),
    ],

    // A row per item: a change writes what it changed, however large the cart is.
    'sqlite' => [
        // A file that nothing else of the application has open; null is storage/app/carts.sqlite.
        'path' => env('CART_SQLITE_PATH'),

        // Milliseconds to wait while others write.
        'busy_timeout' => $integer('CART_SQLITE_BUSY_TIMEOUT', 5000),
    ],

    // The table `carts` as the database driver has it, in a file that no connection of the application has open.
    'native_database' => [
        // null is storage/app/carts-table.sqlite.
        'path' => env('CART_NATIVE_DATABASE_PATH'),

        // Milliseconds.
        'busy_timeout' => $integer('CART_NATIVE_DATABASE_BUSY_TIMEOUT', 5000),
    ],

    // On Redis or Valkey, read and written by the engine itself: no extension of PHP is needed.
    'redis' => [
        // One of the connections or clusters of `database.redis`.
        'connection' => env('CART_REDIS_CONNECTION', 'default'),

        // In its place, for what `database.redis` cannot say: redis+sentinel://host:26379,host:26379/master, with
        // options as docs/redis.md has them. Prefix, times and buckets of this section are then not used.
        'url' => env('CART_REDIS_URL'),

        // What the names of keys begin with, behind the prefix of the connection.
        'prefix' => env('CART_REDIS_PREFIX', 'cartwright:'),

        // Seconds without a change after which a cart is gone; null is never.
        'ttl' => $perhaps('CART_REDIS_TTL'),

        // Milliseconds; null is `timeout` and `read_timeout` of the connection, or 2000.
        'connect_timeout' => $perhaps('CART_REDIS_CONNECT_TIMEOUT'),
        'read_timeout' => $perhaps('CART_REDIS_READ_TIMEOUT'),
        'write_timeout' => $perhaps('CART_REDIS_WRITE_TIMEOUT'),

        // Milliseconds for which a server that is away, loads or fails over is tried again.
        'busy_timeout' => $integer('CART_REDIS_BUSY_TIMEOUT', 5000),

        // Over how many parts of a Cluster carts are spread; null is 64. Once there are carts, it stays as it is.
        'buckets' => $perhaps('CART_REDIS_BUCKETS'),
    ],

    'cache' => [
        'prefix' => env('CART_CACHE_PREFIX', 'cart'),

        // Seconds.
        'ttl' => $integer('CART_CACHE_TTL', 86400),

        // Whether a change holds locks of the cache store, and for how many seconds at most.
        'locking' => $switch('CART_CACHE_LOCKING', false),
        'lock_timeout' => $integer('CART_LOCK_TIMEOUT', 5),

        // Whose locks where the store has none (apc, for one): `redis` are those of the engine, on the Redis of
        // `cart.redis`; null is nobody's.
        'locks' => env('CART_CACHE_LOCKS'),

        // Whether flush() may empty the application's whole cache, where the store cannot tell which entries are carts.
        'flush_whole_store' => $switch('CART_CACHE_FLUSH_WHOLE_STORE', false),
    ],

    'money' => [
        // ISO 4217 code of the currency of every amount a cart returns.
        'default_currency' => env('CART_DEFAULT_CURRENCY', 'MYR'),
    ],

    /*
     * Whether carts dispatch events.
     */
    'events' => $switch('CART_EVENTS_ENABLED', true),

    /*
     * Of the original, which never reads it: items and limits are always checked. `cart:doctor` says so where it is off.
     */
    'strict_validation' => $switch('CART_STRICT_VALIDATION', true),

    'migration' => [
        // Merge the visitor's cart into the user's when he logs in.
        'auto_migrate_on_login' => $switch('CART_AUTO_MIGRATE_ON_LOGIN', true),

        // What happens to an item that is in both: `add_quantities`, `keep_highest_quantity`, `keep_user_cart` or
        // `replace_with_guest`.
        'merge_strategy' => env('CART_MERGE_STRATEGY', 'add_quantities'),
    ],

    'native' => [
        // The native library's file, where it is neither in the package's `lib` nor where Cargo builds it.
        'library' => env('CARTWRIGHT_LIBRARY'),
    ],

    'limits' => [
        // Distinct items of a cart.
        'max_items' => $integer('CART_MAX_ITEMS', 1000),

        // Bytes of JSON, of the attributes of one item and of each column of a cart.
        'max_data_size_bytes' => $integer('CART_MAX_DATA_SIZE_BYTES', 1048576),

        'max_item_quantity' => $integer('CART_MAX_ITEM_QUANTITY', 10000),

        // Bytes of an item's id and name.
        'max_string_length' => $integer('CART_MAX_STRING_LENGTH', 255),
    ],

    /*
     * Where the original is odd and somebody may depend on it, the better behaviour is switched on here.
     */
    'switches' => [
        // Totals apply conditions by their `order`, not as they were put on.
        'honour_condition_order' => $switch('CART_HONOUR_CONDITION_ORDER', false),

        // A price or the value of a condition that is no number, or could be read in two ways, is refused.
        'strict_parsing' => $switch('CART_STRICT_PARSING', false),

        // `getShippingValue()` says what shipping adds to the subtotal, not the number that stands in it.
        'shipping_value_is_cost' => $switch('CART_SHIPPING_VALUE_IS_COST', false),
    ],

    /*
     * Counters in the application's default cache, shown by `php artisan cart:metrics`.
     */
    'metrics' => [
        'enabled' => $switch('CART_METRICS_ENABLED', true),

        // Seconds. What takes longer is a warning in the log.
        'slow_operation_threshold' => $number('CART_SLOW_OPERATION_THRESHOLD', 1.0),

        'track_conflicts' => $switch('CART_TRACK_CONFLICTS', true),
    ],

    /*
     * How `CartRetryService` does work again that met a conflict, and how the drivers `sqlite`, `native-database` and
     * `redis` do it by themselves. What a cart of the other drivers does by itself is not meant.
     */
    'retry' => [
        'enabled' => $switch('CART_RETRY_ENABLED', true),
        'max_attempts' => $integer('CART_RETRY_MAX_ATTEMPTS', 3),

        // Milliseconds.
        'base_delay' => $integer('CART_RETRY_BASE_DELAY', 100),
        'max_delay' => $integer('CART_RETRY_MAX_DELAY', 1000),

        'exponential_backoff' => $switch('CART_RETRY_EXPONENTIAL_BACKOFF', true),
        'jitter' => $switch('CART_RETRY_JITTER', true),
    ],

    /*
     * What `php artisan cart:clear-abandoned` does without options, and whether the scheduler runs it every day.
     */
    'cleanup' => [
        'abandoned_after_days' => $integer('CART_ABANDONED_AFTER_DAYS', 7),
        'auto_cleanup' => $switch('CART_AUTO_CLEANUP', false),
        'cleanup_batch_size' => $integer('CART_CLEANUP_BATCH_SIZE', 1000),
    ],

    /*
     * Under Laravel Octane. Whatever stands here, no request sees another's cart.
     */
    'octane' => [
        // Forget what belonged to a request, a task or a tick when the next one begins.
        'auto_register_listeners' => $switch('CART_OCTANE_AUTO_LISTENERS', true),

        // `php artisan cart:doctor` warns of carts in sessions, and of listeners that work while the customer waits.
        'prefer_cache_storage' => $switch('CART_OCTANE_PREFER_CACHE', true),
        'queue_events' => $switch('CART_OCTANE_QUEUE_EVENTS', true),

        // Make the manager and the services anew for each of them, not only the current cart.
        'reset_static_state' => $switch('CART_OCTANE_RESET_STATE', true),
    ],

];
