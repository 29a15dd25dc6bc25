<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Tests\TestCase;
use Illuminate\Database\Connection;
use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Database\DatabaseManager;
use Illuminate\Database\DatabaseTransactionsManager;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * An application with a real database behind it, and rivals: the other requests, each with a connection of its own.
 */
abstract class DatabaseTestCase extends TestCase
{
    protected TestDatabase $on;

    protected DatabaseManager $databases;

    /** The application's connection. */
    protected Connection $database;

    /** Whether the test has made the table its own way, so that the next one needs another. */
    protected bool $ownTable = false;

    protected string $directory;

    /** @var list<RivalProcess> */
    private array $processes = [];

    protected function setUp(): void
    {
        parent::setUp();

        $this->directory = sys_get_temp_dir() . '/cartwright-' . bin2hex(random_bytes(6));
        mkdir($this->directory, 0700);
        $this->databases = new DatabaseManager($this->app, new ConnectionFactory($this->app));
        $this->app->instance('db', $this->databases);
        $this->app->singleton('db.transactions', static fn () => new DatabaseTransactionsManager());
        $this->app->bind('db.connection', fn () => $this->databases->connection());
        $this->app->bind('db.schema', fn () => $this->databases->connection()->getSchemaBuilder());
        Facade::clearResolvedInstances();
    }

    protected function tearDown(): void
    {
        foreach ($this->processes as $process) {
            $process->end();
        }

        if ($this->ownTable) {
            $this->database->getSchemaBuilder()->dropIfExists('carts');
        }

        foreach (array_keys($this->databases->getConnections()) as $name) {
            $this->databases->purge($name);
        }

        array_map(unlink(...), glob("{$this->directory}/*") ?: []);
        rmdir($this->directory);

        parent::tearDown();
    }

    /**
     * Opens the shop on a database: the table of the package's migration, empty.
     */
    protected function openOn(TestDatabase $database): void
    {
        $this->on = $database;
        config(['database.default' => 'shop']);
        $this->database = $this->connection('shop');

        if ($this->database->getSchemaBuilder()->hasTable('carts')) {
            // On a server the table of the test before is still there, and making it anew takes time.
            $this->database->table('carts')->delete();

            return;
        }

        (require dirname(__DIR__, 2) . '/database/migrations/2024_12_30_000000_create_carts_table.php')->up();
    }

    /**
     * @param array<string, mixed> $settings
     */
    protected function connection(string $name, ?int $patience = null, array $settings = []): Connection
    {
        config(["database.connections.{$name}" => $settings + $this->settings($patience)]);
        $connection = $this->databases->connection($name);

        if ($this->on->isPostgres()) {
            $connection->statement('set lock_timeout = ' . ($patience ?? TestDatabase::PATIENCE) * 1000);
        }

        return $connection;
    }

    /**
     * @return array<string, mixed>
     */
    protected function settings(?int $patience = null): array
    {
        return $this->on->settings($this->directory, $patience);
    }

    /**
     * The cart of our customer. Each is an object of its own, as each request has.
     */
    protected function cart(?Connection $connection = null, string $identifier = 'customer'): Cart
    {
        return new Cart(
            new DatabaseStorage($connection ?? $this->database),
            $identifier,
            $this->app->make('events'),
        );
    }

    /**
     * The cart of the same customer in another request.
     */
    protected function rivalCart(string $identifier = 'customer'): Cart
    {
        return $this->cart($this->connection('rival'), $identifier);
    }

    /**
     * Another process of the same shop.
     */
    protected function rivalProcess(): RivalProcess
    {
        return $this->processes[] = new RivalProcess($this->settings());
    }

    protected function row(string $identifier = 'customer', string $instance = 'default'): ?object
    {
        return $this->connection('looker')->table('carts')
            ->where('identifier', $identifier)->where('instance', $instance)->first();
    }

    /**
     * What another request finds in the cart now: quantities by id.
     *
     * @return array<string, int>
     */
    protected function stored(string $identifier = 'customer'): array
    {
        return self::quantities($this->cart($this->connection('looker'), $identifier));
    }

    /**
     * @return array<string, int>
     */
    protected static function quantities(Cart $cart): array
    {
        return array_map(static fn (array $item): int => $item['quantity'], $cart->content()['items']);
    }

    protected static function assertHolds(array $quantities, array $found): void
    {
        ksort($quantities);
        ksort($found);
        self::assertSame($quantities, $found);
    }
}
