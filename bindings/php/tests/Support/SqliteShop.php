<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Container\Container;
use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Connection;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * A shop on a SQLite database in memory, with the table that the package's migration makes, and the cart events it has
 * seen.
 */
final class SqliteShop
{
    /** @var list<string> */
    public array $events = [];

    public readonly Connection $database;

    public function __construct(private readonly Container $app)
    {
        $manager = new Manager($app);
        $manager->addConnection(['driver' => 'sqlite', 'database' => ':memory:']);
        $manager->setEventDispatcher($app->make('events'));
        $this->database = $manager->getConnection();
        $app->instance('db', $manager->getDatabaseManager());
        $app->instance('db.schema', $this->database->getSchemaBuilder());
        Facade::clearResolvedInstances();
        (require dirname(__DIR__, 2) . '/database/migrations/2024_12_30_000000_create_carts_table.php')->up();
        $app->make('events')->listen('MasyukAI\Cart\Events\*', function (string $event): void {
            $this->events[] = class_basename($event);
        });
    }

    public function cart(): Cart
    {
        return new Cart(new DatabaseStorage($this->database), 'somebody', $this->app->make('events'));
    }

    public function row(): ?object
    {
        return $this->database->table('carts')->where('identifier', 'somebody')->first();
    }
}
