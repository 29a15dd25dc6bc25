<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\NativeDrivers;
use Cartwright\Laravel\Settings;
use Cartwright\Storage\NativeLayout;
use Illuminate\Contracts\Foundation\Application;
use Throwable;

/**
 * Whether carts can be kept where the settings say.
 *
 * @internal
 */
final class StorageCheck implements Check
{
    /** Of no customer: neither an id of a user nor of a session. */
    private const NOBODY = 'cart-doctor';

    private const COLUMNS = [
        'id', 'identifier', 'instance', 'items', 'conditions', 'metadata', 'version', 'created_at', 'updated_at',
    ];

    public function findings(Application $app): iterable
    {
        $driver = Settings::of($app)->text('cart.storage', 'session');

        if (! $app->bound("cart.storage.{$driver}")) {
            yield Finding::problem(
                'storage',
                "cart.storage is '{$driver}', and the container knows no cart.storage.{$driver}",
                'Set CART_STORAGE_DRIVER to session, cache, database, sqlite, native-database or redis, or bind'
                . " cart.storage.{$driver}",
            );

            return;
        }

        if ($driver === 'database') {
            yield $this->table($app);

            return;
        }

        $layout = NativeLayout::ofDriver($driver);

        if ($layout !== null) {
            yield $this->file($app, $layout);

            return;
        }

        if ($driver === NativeDrivers::REDIS) {
            yield from RedisCheck::look($app);

            return;
        }

        try {
            $app->make("cart.storage.{$driver}")->has(self::NOBODY, 'default');
        } catch (Throwable $failure) {
            yield Finding::problem(
                'storage',
                "{$driver} does not answer: {$failure->getMessage()}",
                'Start the service that the message names, or correct its settings',
            );

            return;
        }

        yield $driver === 'cache' && $app->make('cache')->getDefaultDriver() === 'array' && $app->environment() === 'production'
            ? Finding::problem('storage', 'the cache store `array` forgets the carts with each request', 'Use another store')
            : Finding::fine('storage', "{$driver}, and it answers");
    }

    private function file(Application $app, NativeLayout $layout): Finding
    {
        $driver = $layout->driver();
        $file = NativeDrivers::file($app, $layout);
        $folder = dirname($file);
        $variable = $layout === NativeLayout::RowPerItem ? 'CART_SQLITE_PATH' : 'CART_NATIVE_DATABASE_PATH';

        if (! is_dir($folder)) {
            return Finding::problem(
                'storage',
                "{$driver}: the folder {$folder} is not there",
                "Make it, or set {$variable} to a file in another one",
            );
        }

        // SQLite makes files of its own beside the carts.
        foreach ([$folder, ...(is_file($file) ? [$file] : [])] as $path) {
            if (! is_writable($path)) {
                return Finding::problem(
                    'storage',
                    "{$driver}: this user may not write to {$path}",
                    "Give it to the web server's user, or set {$variable} to a file elsewhere",
                );
            }
        }

        try {
            $app->make("cart.storage.{$driver}")->has(self::NOBODY, 'default');
        } catch (Throwable $failure) {
            return Finding::problem(
                'storage',
                "{$driver} does not answer: {$failure->getMessage()}",
                "Correct what the message names, or set {$variable} to another file",
            );
        }

        return Finding::fine('storage', "{$driver}: {$file}");
    }

    private function table(Application $app): Finding
    {
        $table = Settings::of($app)->text('cart.database.table', 'carts');

        try {
            $connection = $app->make('db')->connection($app->make('config')->get('cart.database.connection'));
            $columns = $connection->getSchemaBuilder()->getColumnListing($table);
        } catch (Throwable $failure) {
            return Finding::problem(
                'storage',
                "the database does not answer: {$failure->getMessage()}",
                'Correct cart.database.connection or the connection that it names, and start the server',
            );
        }

        $missing = array_diff(self::COLUMNS, $columns);

        return match (true) {
            $columns === [] => Finding::problem('storage', "there is no table {$table}", 'Run php artisan migrate'),
            $missing !== [] => Finding::problem(
                'storage',
                "the table {$table} has no " . implode(', ', $missing),
                'Add what is missing; the migration in the package shows how',
            ),
            default => Finding::fine('storage', "database: table {$table} on {$connection->getDriverName()}"),
        };
    }
}
