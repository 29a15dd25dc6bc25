<?php

declare(strict_types=1);

namespace Cartwright\Bench\Places;

use Cartwright\Bench\Floors\DatabaseFloor;
use Cartwright\Bench\Floors\StorageFloor;
use Cartwright\Bench\PlainPhpDatabase;
use Cartwright\Bench\PlainPhpStorage;
use Illuminate\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Database\Connectors\ConnectionFactory;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The table of the package in a SQLite file, through Laravel's connection.
 */
final readonly class DatabasePlace implements Place
{
    public const WAL = ['journal_mode = wal', 'synchronous = normal'];
    public const AS_IT_COMES = [];

    public Connection $connection;

    /**
     * @param list<string> $pragmas of the connection
     */
    public function __construct(private string $file, array $pragmas)
    {
        self::delete($file);
        touch($file);
        $app = Container::getInstance();
        $this->connection = (new ConnectionFactory($app))->make(
            ['driver' => 'sqlite', 'database' => $file, 'prefix' => ''],
            'bench',
        );
        $app->instance('db.schema', $this->connection->getSchemaBuilder());

        foreach ($pragmas as $pragma) {
            $this->connection->statement("pragma {$pragma}");
        }

        (require __DIR__ . '/../../database/migrations/2024_12_30_000000_create_carts_table.php')->up();
    }

    /**
     * The journal and the synchronisation that SQLite says it has.
     */
    public function describe(): string
    {
        $pdo = $this->connection->getPdo();
        $mode = $pdo->query('pragma journal_mode')->fetchColumn();
        $synchronous = ['off', 'normal', 'full', 'extra'][$pdo->query('pragma synchronous')->fetchColumn()];

        return "SQLite through Laravel, journal_mode={$mode} synchronous={$synchronous}";
    }

    public function asksServer(): bool
    {
        return false;
    }

    public function begin(string $identifier): void
    {
    }

    public function end(string $identifier): void
    {
    }

    public function storage(string $identifier): StorageInterface
    {
        return new DatabaseStorage($this->connection);
    }

    public function plain(string $identifier): PlainPhpStorage
    {
        return new PlainPhpDatabase($this->connection, $identifier);
    }

    public function floor(array $items, array $conditions): StorageFloor
    {
        return new DatabaseFloor($this->connection, $items, $conditions);
    }

    public function empty(): void
    {
        $this->connection->table('carts')->delete();
    }

    public function close(): void
    {
        $this->connection->disconnect();
        self::delete($this->file);
    }

    public static function delete(string $file): void
    {
        foreach (['', '-wal', '-shm', '-journal'] as $suffix) {
            if (is_file($file . $suffix)) {
                unlink($file . $suffix);
            }
        }
    }
}
