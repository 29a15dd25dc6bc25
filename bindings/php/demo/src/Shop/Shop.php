<?php

declare(strict_types=1);

namespace Cartwright\Demo\Shop;

use Cartwright\Demo\Watch\EventLog;
use Cartwright\Demo\Watch\StatementLog;
use Illuminate\Database\DatabaseServiceProvider;
use Illuminate\Database\MigrationServiceProvider;
use Illuminate\Filesystem\FilesystemServiceProvider;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Bootstrap\LoadConfiguration;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Cart;

/**
 * A Laravel application that sells to cafés, with its database in a directory of its own.
 */
final class Shop
{
    private function __construct(private readonly Application $app)
    {
    }

    /**
     * Starts the application, as each request and each process does.
     */
    public static function open(
        string $directory,
        ?StatementLog $statements = null,
        ?EventLog $events = null,
    ): self {
        $app = new Application(dirname(__DIR__, 2) . '/shop');
        $app->useStoragePath($directory);

        // From Laravel 11 on, the framework brings settings of its own; this shop has all it needs.
        if (method_exists($app, 'dontMergeFrameworkConfiguration')) {
            $app->dontMergeFrameworkConfiguration();
        }

        $app->bootstrapWith([LoadConfiguration::class]);
        Facade::setFacadeApplication($app);
        $app->instance('db.connector.sqlite', new ShopConnector($statements));
        $events?->listenTo($app['events']);

        $app->register(FilesystemServiceProvider::class);
        $app->register(DatabaseServiceProvider::class);
        $app->register(MigrationServiceProvider::class);
        $app->register(ShopServiceProvider::class);
        $app->boot();

        return new self($app);
    }

    /**
     * Lays an empty database, in the place of one that an earlier run has left, and runs the migrations.
     */
    public function migrate(): void
    {
        $file = $this->app->storagePath('shop.sqlite');

        foreach (['', '-wal', '-shm'] as $suffix) {
            if (is_file($file . $suffix)) {
                unlink($file . $suffix);
            }
        }

        touch($file);
        $migrator = $this->app->make('migrator');
        $migrator->getRepository()->createRepository();
        $migrator->run($migrator->paths());
    }

    /**
     * The cart of a customer: a new object, as each request has one.
     */
    public function cart(string $customer): Cart
    {
        return $this->app->make(Cart::class, ['identifier' => $customer]);
    }

    /**
     * The cart's row as it is in the database.
     */
    public function row(string $customer): ?object
    {
        return $this->app->make('db')->table('carts')->where('identifier', $customer)->first();
    }

    public function laravel(): string
    {
        return $this->app->version();
    }

    public function sqlite(): string
    {
        $database = $this->app->make('db');

        return $database->scalar('select sqlite_version()') . ', journal mode ' . $database->scalar('pragma journal_mode');
    }
}
