<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Illuminate\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * The table `carts` of an application's database, with a table of the application's own beside it.
 */
final readonly class DatabasePlace implements Place
{
    /**
     * @param array<string, mixed> $settings of the connection, as config/database.php has them
     */
    public function __construct(private array $settings)
    {
    }

    public function prepare(int $processes): void
    {
        $app = Container::getInstance();
        $connection = $this->connect();
        $schema = $connection->getSchemaBuilder();
        $app->instance('db.schema', $schema);
        Facade::setFacadeApplication($app);
        Facade::clearResolvedInstances();
        $schema->dropIfExists('carts');
        (require __DIR__ . '/../../database/migrations/2024_12_30_000000_create_carts_table.php')->up();
        $schema->dropIfExists('sales');
        $schema->create('sales', static function ($table): void {
            $table->integer('process')->primary();
            $table->integer('made');
        });

        for ($process = 1; $process <= $processes; $process++) {
            $connection->table('sales')->insert(['process' => $process, 'made' => 0]);
        }
    }

    public function open(?string $defect = null): Access
    {
        $connection = $this->connect();
        $connection->getPdo();
        $storage = $defect === null ? DatabaseStorage::class : $defect;

        return new StorageAccess(new $storage($connection), $connection);
    }

    private function connect(): Connection
    {
        $connection = (new ConnectionFactory(Container::getInstance()))->make($this->settings, 'shop');
        // As Laravel's manager of databases does, so that a connection that was lost is made anew.
        $connection->setReconnector(function (Connection $connection): void {
            $fresh = (new ConnectionFactory(Container::getInstance()))->make($this->settings, 'shop');
            $connection->setPdo($fresh->getRawPdo())->setReadPdo($fresh->getRawReadPdo());
        });

        return $connection;
    }
}
