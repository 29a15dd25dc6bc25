<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use Illuminate\Database\Connection;
use Illuminate\Database\MySqlConnection;
use Illuminate\Database\PostgresConnection;
use Illuminate\Database\SQLiteConnection;
use Illuminate\Database\UniqueConstraintViolationException;
use LogicException;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class MigrationTest extends TestCase
{
    private const ROW = ['id' => '1', 'identifier' => 'user-1'];

    #[Test]
    public function theTableHasTheOriginalsColumnsAndDefaults(): void
    {
        $database = $this->migrated(new SQLiteConnection(new PDO('sqlite::memory:')));
        $database->table('carts')->insert(self::ROW);

        $this->assertSame(
            [
                'id' => '1',
                'identifier' => 'user-1',
                'instance' => 'default',
                'items' => null,
                'conditions' => null,
                'metadata' => null,
                'version' => 1,
                'created_at' => null,
                'updated_at' => null,
            ],
            (array) $database->table('carts')->first(),
        );
    }

    #[Test]
    public function thereIsOneCartForAnIdentifierAndAnInstance(): void
    {
        $database = $this->migrated(new SQLiteConnection(new PDO('sqlite::memory:')));
        $database->table('carts')->insert(self::ROW);
        $database->table('carts')->insert(['id' => '2', 'instance' => 'wishlist'] + self::ROW);

        $this->expectException(UniqueConstraintViolationException::class);

        $database->table('carts')->insert(['id' => '3'] + self::ROW);
    }

    #[Test]
    public function theTableHasTheConfiguredNameAndGoesAway(): void
    {
        config(['cart.database.table' => 'baskets']);
        $database = $this->migrated(new SQLiteConnection(new PDO('sqlite::memory:')));

        $this->assertTrue($database->getSchemaBuilder()->hasTable('baskets'));

        $this->migration()->down();

        $this->assertFalse($database->getSchemaBuilder()->hasTable('baskets'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function noDatabaseSortsTheKeysOfItemsAndConditions(string $driver, string $connection, string $column): void
    {
        $noDatabase = static fn () => throw new LogicException('No statement is to be run.');
        /** @var Connection $database */
        $database = new $connection($noDatabase, 'shop', '', ['driver' => $driver]);
        $this->use($database);

        $statements = implode("\n", array_column($database->pretend(fn () => $this->migration()->up()), 'query'));

        foreach (['items', 'conditions', 'metadata'] as $name) {
            $this->assertMatchesRegularExpression("/[`\"]{$name}[`\"] {$column} null/", $statements);
        }
    }

    public static function databases(): array
    {
        return [
            'PostgreSQL, whose jsonb sorts them' => ['pgsql', PostgresConnection::class, 'json'],
            'MySQL, whose json sorts them' => ['mysql', MySqlConnection::class, 'longtext'],
        ];
    }

    private function migrated(Connection $database): Connection
    {
        $this->use($database);
        $this->migration()->up();

        return $database;
    }

    private function use(Connection $database): void
    {
        $database->useDefaultSchemaGrammar();
        $this->app->instance('db.schema', $database->getSchemaBuilder());
    }

    private function migration(): object
    {
        return require __DIR__ . '/../../database/migrations/2024_12_30_000000_create_carts_table.php';
    }
}
