<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Connection;
use Illuminate\Events\Dispatcher;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use RuntimeException;

/**
 * The application that both carts are measured in: Laravel's container, settings, dispatcher and a SQLite file with the
 * table of carts. Each cart has its subscriber, which follows a change with CartUpdated, and one listener to that.
 */
final class Shop
{
    /** Storages by the name they have in targets.json, with the pragmas of the connection. */
    public const STORAGES = [
        'sqlite-wal' => ['journal_mode = wal', 'synchronous = normal'],
        'sqlite-default' => [],
    ];

    /** How often a listener was told that a cart was updated; that it was called at all is checked. */
    public int $updates = 0;

    private function __construct(
        public readonly string $storage,
        public readonly Connection $connection,
        public readonly Dispatcher $events,
    ) {
    }

    /**
     * Makes the database file anew, in $CARTWRIGHT_BENCH_DIR or in target/bench.
     */
    public static function open(string $storage): self
    {
        $directory = getenv('CARTWRIGHT_BENCH_DIR') ?: dirname(__DIR__, 3) . '/target/bench';

        if (! is_dir($directory) && ! mkdir($directory, 0o777, true)) {
            throw new RuntimeException("The directory {$directory} cannot be made");
        }

        $file = "{$directory}/{$storage}.sqlite";
        self::delete($file);
        touch($file);
        $app = new Container();
        Container::setInstance($app);
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication($app);

        $settings = new Repository(['cart' => require __DIR__ . '/../config/cart.php']);
        $settings->set('cart.money.default_currency', 'USD');
        // One more than the largest cart fits for a moment.
        $settings->set('cart.limits.max_items', 2000);
        $app->instance('config', $settings);

        $capsule = new Manager($app);
        $capsule->addConnection(['driver' => 'sqlite', 'database' => $file, 'prefix' => '']);
        $events = new Dispatcher($app);
        $app->instance('events', $events);
        $capsule->setEventDispatcher($events);
        $connection = $capsule->getConnection();
        $app->instance('db.schema', $connection->getSchemaBuilder());

        foreach (self::STORAGES[$storage] as $pragma) {
            $connection->statement("pragma {$pragma}");
        }

        (require __DIR__ . '/../database/migrations/2024_12_30_000000_create_carts_table.php')->up();

        $shop = new self($storage, $connection, $events);
        $events->subscribe(DispatchCartUpdated::class);
        $events->subscribe(PlainPhpSubscriber::class);
        $events->listen(CartUpdated::class, static function () use ($shop): void {
            $shop->updates++;
        });
        $events->listen(PlainPhpCartUpdated::class, static function () use ($shop): void {
            $shop->updates++;
        });

        return $shop;
    }

    /**
     * The journal and the synchronisation that SQLite says it has.
     */
    public function describe(): string
    {
        $pdo = $this->connection->getPdo();
        $mode = $pdo->query('pragma journal_mode')->fetchColumn();
        $synchronous = ['off', 'normal', 'full', 'extra'][$pdo->query('pragma synchronous')->fetchColumn()];

        return "journal_mode={$mode} synchronous={$synchronous}";
    }

    /**
     * Closes the file and takes it away.
     */
    public function close(): void
    {
        $file = $this->connection->getDatabaseName();
        $this->connection->disconnect();
        self::delete($file);
    }

    private static function delete(string $file): void
    {
        foreach (['', '-wal', '-shm', '-journal'] as $suffix) {
            if (is_file($file . $suffix)) {
                unlink($file . $suffix);
            }
        }
    }
}
