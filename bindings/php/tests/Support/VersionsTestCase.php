<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Native\NativeVersions;
use Cartwright\Versions\ChangeSettings;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\KnownChanges;
use Cartwright\Versions\OpenChanges;
use Cartwright\Versions\RequestVersions;
use Cartwright\Versions\VersionSettings;
use Cartwright\Versions\VersionTable;
use Illuminate\Database\Connection;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Schema\Blueprint;

/**
 * A shop whose products and versions are in one database, published in memory on a clock that stands still until it is moved; and
 * other requests of the same shop, each with a connection of its own.
 */
abstract class VersionsTestCase extends LaravelTestCase
{
    protected NativeVersions $store;

    protected DataVersions $versions;

    /** The application's connection. */
    protected Connection $database;

    protected TestDatabase $on;

    /** So few changes are known again; null for as many as the application's settings say. */
    protected ?int $remembered = null;

    protected function openShop(TestDatabase $database, array $settings = []): void
    {
        $this->on = $database;
        $this->startApplication([
            'database.connections.data' => $database->settings($this->directory),
            'database.connections.other' => $database->settings($this->directory),
            'versions.connection' => 'data',
        ] + $settings);
        $this->database = $this->app->make('db')->connection('data');
        $schema = $this->database->getSchemaBuilder();
        $schema->dropIfExists('products');
        $schema->create('products', static function (Blueprint $table): void {
            $table->id();
            $table->integer('price');
        });
        $this->database->table('products')->insert(['id' => 7, 'price' => 100]);
        $migration = require dirname(__DIR__, 2) . '/database/versions/2025_03_01_000000_create_shop_data_version_table.php';
        $migration->down();
        $migration->up();
        $this->publishIn(['store' => 'memory', 'clock' => 'manual']);
    }

    protected function tearDown(): void
    {
        // A server lets so many in and no more, and who is gone is noticed late.
        foreach ($this->app->make('db')->getConnections() as $connection) {
            $connection->disconnect();
        }

        parent::tearDown();
    }

    /**
     * Has models of this application use its databases and events.
     */
    protected function bootModels(): void
    {
        Model::setConnectionResolver($this->app->make('db'));
        Model::setEventDispatcher($this->app->make('events'));
        Model::clearBootedModels();
    }

    /**
     * @param array<string, mixed> $engine
     */
    protected function publishIn(array $engine): void
    {
        $this->store = NativeVersions::open($engine);
        $this->versions = new DataVersions(
            fn (): NativeVersions => $this->store,
            fn (): VersionTable => $this->remembered === null
                ? VersionSettings::table($this->app, $this->token(...))
                : $this->tableOn($this->database, $this->remembered),
            fn (): RequestVersions => $this->app->make(RequestVersions::class),
            static fn (): string => 'test',
            $this->app->make(OpenChanges::class),
            $this->changeSettings(),
        );
        $this->app->instance(DataVersions::class, $this->versions);
    }

    protected function changeSettings(): ChangeSettings
    {
        return VersionSettings::change($this->app);
    }

    /**
     * A request of somebody else's, at this moment.
     */
    protected function anotherRequest(): DataVersions
    {
        $request = new RequestVersions();
        $connection = $this->app->make('db')->connection('other');

        return new DataVersions(
            fn (): NativeVersions => $this->store,
            fn (): VersionTable => $this->tableOn($connection),
            static fn (): RequestVersions => $request,
            static fn (): string => 'somebody else',
            $this->app->make(OpenChanges::class),
            $this->changeSettings(),
        );
    }

    /**
     * What another request captures at this moment: the version of a type, or why it passes the cache by.
     */
    protected function seen(string $type = 'products'): string
    {
        $captured = $this->anotherRequest()->capture([$type]);

        return $captured->bypass ?? $captured->versions[$type];
    }

    /**
     * How many changes of a type are committed.
     */
    protected function changes(string $type = 'products'): int
    {
        return (int) explode('.', $this->anotherRequest()->version($type))[1];
    }

    protected function setPrice(int $price): void
    {
        $this->database->table('products')->where('id', 7)->update(['price' => $price]);
    }

    protected function price(): int
    {
        return (int) $this->app->make('db')->connection('other')->table('products')->where('id', 7)->value('price');
    }

    /**
     * @return array{type: string, published: ?string, mark: string, remaining_ms: int, young: bool}
     */
    protected function standing(string $type = 'products'): array
    {
        return $this->store->call('standings', ['types' => [$type]])[0];
    }

    private function tableOn(Connection $connection, int $remembered = 10_000): VersionTable
    {
        $changes = new KnownChanges($connection, 'shop_data_version_changes', $remembered);

        return new VersionTable($connection, 'shop_data_version', $changes, $this->token(...));
    }

    /**
     * @param array<array-key, string> $versions
     */
    private function token(array $versions): string
    {
        return $this->store->call('token', ['versions' => (object) $versions]);
    }
}
