<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Illuminate\Contracts\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Filesystem\Filesystem;
use RuntimeException;
use Throwable;

/**
 * Where a race is held: tables, files and keys of its own on the application's database, store of versions and cache. Nothing that the
 * application keeps there is read or written, and all of it is removed at the end.
 *
 * @internal
 */
final readonly class Ground
{
    private const MIGRATION = __DIR__ . '/../../../../database/versions/2025_03_01_000000_create_shop_data_version_table.php';

    /** How long marks are good in a race: many end in it. */
    public const LEASE_MILLISECONDS = 150;

    /** How long its store is young. */
    public const LONGEST_MILLISECONDS = 200;

    /**
     * @param array<string, mixed> $settings over the application's own, by their names with dots
     */
    private function __construct(
        public string $name,
        public string $folder,
        public ?string $connection,
        public array $settings,
        public int $leaseMilliseconds = self::LEASE_MILLISECONDS,
    ) {
    }

    /**
     * @param array<string, mixed> $settings over the application's own
     * @param ?string $cache a store of its cache; null is the one that is configured
     */
    public static function prepare(Container $app, array $settings = [], ?string $cache = null): self
    {
        $name = 'version_race_' . bin2hex(random_bytes(5));
        $folder = sys_get_temp_dir() . "/cartwright-{$name}";
        $connection = $app->make('config')->get('versions.connection');
        $ground = new self($name, $folder, $connection, $settings + GroundSettings::of($app, $name, $folder, $cache));
        self::isShared($ground->database($app))
            || throw new RuntimeException('the database is in the memory of this process; processes could not share it');

        try {
            mkdir($folder, 0700);
            $ground->createTables($app);
        } catch (Throwable $failure) {
            $ground->remove($app);

            throw $failure;
        }

        return $ground;
    }

    /**
     * From now on this process works here.
     */
    public function enter(Container $app): void
    {
        foreach ($this->settings as $name => $value) {
            $app->make('config')->set($name, $value);
        }

        GroundSettings::listen($app, $this->folder);
    }

    /**
     * Takes away whatever of it is there.
     */
    public function remove(Container $app): void
    {
        $schema = $this->database($app)->getSchemaBuilder();
        array_map($schema->dropIfExists(...), [$this->table('data'), $this->table('changes'), $this->table('versions')]);
        GroundSettings::forget($app, $this->settings, $this->folder);

        if (($this->settings['versions.store'] ?? $app->make('config')->get('versions.store')) === 'redis') {
            RedisKeys::forget($app, $this->name);
        }

        (new Filesystem())->deleteDirectory($this->folder);
    }

    /**
     * @return list<string> in their order
     */
    public function types(): array
    {
        return array_map(static fn (Way $way): string => $way->type(), Way::cases());
    }

    public function key(string $of): string
    {
        return "{$this->name}.{$of}";
    }

    public function table(string $of): string
    {
        return "{$this->name}_{$of}";
    }

    /**
     * One change is committed; one byte each, so that many processes can write at once.
     */
    public function acknowledge(Way $way): void
    {
        file_put_contents("{$this->folder}/{$way->value}", 'a', FILE_APPEND);
    }

    /**
     * @return array<string, int> how many changes of each type were acknowledged
     */
    public function acknowledged(): array
    {
        clearstatcache();
        $acknowledged = [];

        foreach (Way::cases() as $way) {
            $acknowledged[$way->type()] = (int) @filesize("{$this->folder}/{$way->value}");
        }

        return $acknowledged;
    }

    /**
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return get_object_vars($this);
    }

    /**
     * @param array<string, mixed> $ground
     */
    public static function fromArray(array $ground): self
    {
        return new self(...$ground);
    }

    private function createTables(Container $app): void
    {
        $database = $this->database($app);
        $database->getSchemaBuilder()->create($this->table('data'), static function ($table): void {
            $table->id();
            $table->string('way', 16);
            $table->integer('writer');
            $table->integer('changes');
            $table->unique(['way', 'writer']);
        });

        foreach (Way::cases() as $way) {
            $database->table($this->table('data'))->insert(['way' => $way->value, 'writer' => 0, 'changes' => 0]);
        }

        $config = $app->make('config');
        $before = [$config->get('versions.table'), $config->get('versions.changes_table')];
        $config->set(['versions.table' => $this->table('versions'), 'versions.changes_table' => $this->table('changes')]);

        try {
            (require self::MIGRATION)->up();
        } finally {
            $config->set(['versions.table' => $before[0], 'versions.changes_table' => $before[1]]);
        }
    }

    private function database(Container $app): Connection
    {
        return $app->make('db')->connection($this->connection);
    }

    private static function isShared(Connection $database): bool
    {
        $name = (string) $database->getDatabaseName();

        return $database->getDriverName() !== 'sqlite' || ! ($name === ':memory:' || str_contains($name, 'mode=memory'));
    }
}
