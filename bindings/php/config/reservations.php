<?php

declare(strict_types=1);

/*
 * What comes from the environment is text. It is made a number or a yes/no here, once.
 */
$integer = static fn (string $name, int $default): int => (int) env($name, $default);
$perhaps = static fn (string $name): ?int => is_numeric(env($name)) ? (int) env($name) : null;
$number = static fn (string $name, float $default): float => (float) env($name, $default);
$switch = static fn (string $name, bool $default): bool => filter_var(env($name, $default), FILTER_VALIDATE_BOOLEAN);

return [

    /*
     * Where reservations are kept: `sqlite`, a file that all processes of this machine share; `redis`, a server or a Cluster
     * that many machines share; or `memory`, of one process, for tests. Anything else is handed to the engine as it is.
     */
    'store' => env('RESERVATIONS_STORE', 'sqlite'),

    'sqlite' => [
        // A file that no connection of the application has open; null is storage/app/reservations.sqlite.
        'path' => env('RESERVATIONS_SQLITE_PATH'),

        // Milliseconds to wait while others write.
        'busy_timeout' => $integer('RESERVATIONS_SQLITE_BUSY_TIMEOUT', 5000),
    ],

    'redis' => [
        // One of the connections or clusters of `database.redis`.
        'connection' => env('RESERVATIONS_REDIS_CONNECTION', 'default'),

        // In its place, for what `database.redis` cannot say: redis+sentinel://host:26379,host:26379/master, with options as
        // docs/redis.md has them. Prefix, times, buckets and groups of this section are then not used.
        'url' => env('RESERVATIONS_REDIS_URL'),

        // What the names of keys begin with, behind the prefix of the connection.
        'prefix' => env('RESERVATIONS_REDIS_PREFIX', 'cartwright:'),

        // Milliseconds; null is `timeout` and `read_timeout` of the connection, or 2000.
        'connect_timeout' => $perhaps('RESERVATIONS_REDIS_CONNECT_TIMEOUT'),
        'read_timeout' => $perhaps('RESERVATIONS_REDIS_READ_TIMEOUT'),
        'write_timeout' => $perhaps('RESERVATIONS_REDIS_WRITE_TIMEOUT'),

        // Milliseconds for which a server that is away, loads or fails over is tried again.
        'busy_timeout' => $integer('RESERVATIONS_REDIS_BUSY_TIMEOUT', 5000),

        // Over how many parts of a Cluster stock is spread; null is 64. Once there is stock, it stays as it is.
        'buckets' => $perhaps('RESERVATIONS_REDIS_BUCKETS'),

        // Which stock is held in one step of a Cluster: of a `vendor`, of a `kind` of his, of a `key`, or `all`. Once there is
        // stock, it stays as it is.
        'stock_group' => env('RESERVATIONS_REDIS_STOCK_GROUP', 'vendor'),
    ],

    // Whose an item is, and of what kind, unless a line says it. A key is a vendor, a kind and a sku.
    'vendor' => env('RESERVATIONS_VENDOR', 'shop'),
    'kind' => env('RESERVATIONS_KIND', 'item'),

    // Seconds in which people may pay.
    'payment_window' => $integer('RESERVATIONS_PAYMENT_WINDOW', 1800),

    // Seconds for which stock is held. null is as long as the payment window; less is refused, because what is paid for in
    // time would be sold to others.
    'lease' => env('RESERVATIONS_LEASE') === null ? null : $integer('RESERVATIONS_LEASE', 1800),

    // Seconds; nothing may be held for longer.
    'longest_lease' => $integer('RESERVATIONS_LONGEST_LEASE', 86400),

    // How many lines may be held, by one owner and in all, how many one reservation may have, and how many units of one thing;
    // 0 units are no cap: what is much of screws is too much of lamps.
    'caps' => [
        'per_owner' => $integer('RESERVATIONS_CAP_PER_OWNER', 1000),
        'total' => $integer('RESERVATIONS_CAP_TOTAL', 1000000),
        'lines' => $integer('RESERVATIONS_CAP_LINES', 1000),
        'units' => $integer('RESERVATIONS_CAP_UNITS', 0),
    ],

    // Seconds to wait for what others hold before a reservation is refused.
    'wait' => [
        'seconds' => $number('RESERVATIONS_WAIT', 0.0),
        'longest' => $integer('RESERVATIONS_LONGEST_WAIT', 60),
    ],

    // Whether reservations dispatch events. Within a transaction of the application they are dispatched when it is committed.
    'events' => $switch('RESERVATIONS_EVENTS_ENABLED', true),

    // Whether the scheduler collects expired holds every half minute and expired orders every five; null is where there are
    // orders or routes. Without it nothing is held for longer: what is over is to be had at once.
    'cleanup' => [
        'scheduled' => env('RESERVATIONS_CLEANUP') === null ? null : $switch('RESERVATIONS_CLEANUP', true),
    ],

    /*
     * Orders: from the cart to the sale. `php artisan vendor:publish --tag=reservations-migrations` brings their table.
     */
    'checkout' => [
        // Whether there are orders to clean up, and whether their migration is run from the package.
        'enabled' => $switch('RESERVATIONS_CHECKOUT', false),

        // One of the application's connections; null is its default.
        'connection' => env('RESERVATIONS_DB_CONNECTION'),
        'table' => env('RESERVATIONS_DB_TABLE', 'checkout_orders'),

        // How the lines of a cart are counted: `tracked_or_exclusive` (by quantity where stock is tracked, by one buyer at a
        // time otherwise), or `store`, which refuses what has no stock.
        'rule' => env('RESERVATIONS_RULE', 'tracked_or_exclusive'),

        // The kind of what is reserved, by the model that an item of the cart is associated with: a class and a word. Whoever needs
        // more binds a Cartwright\Checkout\ReservedLines.
        'kinds' => [],

        // Whether there are orders for nothing. The gateway is asked about them as about others.
        'free' => $switch('RESERVATIONS_FREE_ORDERS', false),

        // Seconds for which one buyer may hold goods without paying, however often he orders them again; no less than the time to
        // pay. Then they are to be had by everybody, also by him.
        'longest_hold' => $integer('RESERVATIONS_LONGEST_HOLD', 7200),

        // With which the gateway without a bank signs; at least 16 bytes. Another gateway is bound to the contract
        // Cartwright\Checkout\PaymentGateway.
        'hmac_secret' => env('RESERVATIONS_PAYMENT_SECRET'),
    ],

    /*
     * Routes: `POST order/{userId}`, `POST payment/verify` and those below `admin`. Whoever is not granted the gates
     * `viewLocks`, `releaseLocks`, `viewStats` or `clearAllLocks` is denied.
     */
    'routes' => [
        'enabled' => $switch('RESERVATIONS_ROUTES', false),

        'prefix' => env('RESERVATIONS_ROUTES_PREFIX', ''),

        // Of the routes of people. They have to know who is asking.
        'middleware' => ['web', 'auth'],

        // Of the gateway's message, which is known by its signature.
        'payment_middleware' => [],

        // Requests per minute, of one user or address. Of payments only those count that no gateway has signed.
        'orders_per_minute' => $integer('RESERVATIONS_ORDERS_PER_MINUTE', 10),
        'payments_per_minute' => $integer('RESERVATIONS_PAYMENTS_PER_MINUTE', 60),
        'admin_per_minute' => $integer('RESERVATIONS_ADMIN_PER_MINUTE', 60),
    ],

];
