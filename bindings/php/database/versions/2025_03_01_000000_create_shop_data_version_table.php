<?php

declare(strict_types=1);

use Illuminate\Database\Connection;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class () extends Migration {
    public function getConnection(): ?string
    {
        return config('versions.connection');
    }

    /**
     * A table of this name that is there already belongs to an older system of this kind: it is taken over, with its counts.
     */
    public function up(): void
    {
        $schema = $this->database()->getSchemaBuilder();
        $schema->hasTable($this->table()) ? $this->takeOver() : $schema->create($this->table(), $this->columns(...));

        if (! $schema->hasTable($this->changes())) {
            $schema->create($this->changes(), function (Blueprint $table): void {
                $table->id('place');
                $this->exact($table, 'change_id')->unique();
            });
        }
    }

    public function down(): void
    {
        $this->database()->getSchemaBuilder()->dropIfExists($this->changes());
        $this->database()->getSchemaBuilder()->dropIfExists($this->table());
    }

    private function columns(Blueprint $table): void
    {
        $table->id();
        $this->exact($table, 'data_type')->unique();
        $table->timestamp('last_updated_at', 6)->nullable();
        $table->string('version_hash', 32)->default('');
        $table->bigInteger('change_count')->default(0);
        $this->additions($table);
        $table->timestamps();
    }

    /**
     * What the older system's table has not.
     */
    private function additions(Blueprint $table, ?Closure $isThere = null): void
    {
        $isThere ??= static fn (): bool => false;
        $isThere('incarnation') || $table->bigInteger('incarnation')->default(0);
        $isThere('stale_since') || $table->timestamp('stale_since', 6)->nullable();
    }

    private function takeOver(): void
    {
        $database = $this->database();
        $schema = $database->getSchemaBuilder();
        $isThere = fn (string $column): bool => $schema->hasColumn($this->table(), $column);
        $schema->table($this->table(), function (Blueprint $table) use ($isThere): void {
            $isThere('last_updated_at') || $table->timestamp('last_updated_at', 6)->nullable();
            $isThere('version_hash') || $table->string('version_hash', 32)->default('');
            $isThere('change_count') || $table->bigInteger('change_count')->default(0);
            $isThere('created_at') || $table->timestamp('created_at')->nullable();
            $isThere('updated_at') || $table->timestamp('updated_at')->nullable();
            $this->additions($table, $isThere);
        });
        $name = $database->getQueryGrammar()->wrapTable($this->table());

        // Every byte of a type's name counts, and no count ends at two billions.
        foreach (match ($database->getDriverName()) {
            'mysql', 'mariadb' => [
                "alter table {$name} modify data_type varchar(128) character set utf8mb4 collate utf8mb4_bin not null",
                "alter table {$name} modify change_count bigint not null default 0",
            ],
            'pgsql' => ["alter table {$name} alter column change_count type bigint"],
            default => [],
        } as $statement) {
            $database->statement($statement);
        }

        foreach ($database->table($this->table())->where('incarnation', 0)->pluck('data_type') as $type) {
            $row = $database->table($this->table())->where('data_type', $type);
            $row->update(['incarnation' => random_int(1, PHP_INT_MAX)]);
        }
    }

    private function exact(Blueprint $table, string $column): \Illuminate\Database\Schema\ColumnDefinition
    {
        $definition = $table->string($column, 128);

        return in_array($this->database()->getDriverName(), ['mysql', 'mariadb'], true)
            ? $definition->charset('utf8mb4')->collation('utf8mb4_bin')
            : $definition;
    }

    private function database(): Connection
    {
        return Schema::connection($this->getConnection())->getConnection();
    }

    private function table(): string
    {
        return config('versions.table', 'shop_data_version');
    }

    private function changes(): string
    {
        return config('versions.changes_table', 'shop_data_version_changes');
    }
};
