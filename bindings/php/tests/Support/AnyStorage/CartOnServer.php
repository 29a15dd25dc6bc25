<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Connection;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The database driver on a server of databases.
 */
abstract class CartOnServer extends CartOnAnyStorage
{
    private ?Connection $database = null;

    abstract protected function server(): TestDatabase;

    protected function makeStorage(): StorageInterface
    {
        $manager = new Manager($this->app);
        $manager->addConnection($this->server()->settings(sys_get_temp_dir()));
        $this->database = $manager->getConnection();
        $this->app->instance('db', $manager->getDatabaseManager());
        $this->app->instance('db.schema', $this->database->getSchemaBuilder());
        Facade::clearResolvedInstances();

        if ($this->database->getSchemaBuilder()->hasTable('carts')) {
            // The table of the test before is still there, and making it anew takes time.
            $this->database->table('carts')->delete();
        } else {
            (require dirname(__DIR__, 3) . '/database/migrations/2024_12_30_000000_create_carts_table.php')->up();
        }

        return new DatabaseStorage($this->database);
    }

    protected function tearDown(): void
    {
        $this->database?->disconnect();

        parent::tearDown();
    }
}
