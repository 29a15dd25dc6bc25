<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\Builder;
use Illuminate\Support\Facades\Schema;

return new class () extends Migration {
    public function getConnection(): ?string
    {
        return config('cart.database.connection');
    }

    public function up(): void
    {
        /*
         * A cart's items and conditions are JSON objects whose keys have an order: conditions apply in the order in
         * which they were added, so another order is another total. Two databases sort the keys of a JSON type by
         * length: PostgreSQL those of jsonb (json keeps the text as it came), MySQL those of its only one (MariaDB's
         * is plain text).
         */
        $column = match ($this->schema()->getConnection()->getDriverName()) {
            'pgsql' => 'json',
            'mysql' => 'longText',
            default => 'jsonb',
        };

        $this->schema()->create($this->table(), static function (Blueprint $table) use ($column): void {
            $table->uuid('id')->primary();
            $table->string('identifier')->index();
            $table->string('instance')->default('default')->index();
            $table->{$column}('items')->nullable();
            $table->{$column}('conditions')->nullable();
            $table->{$column}('metadata')->nullable();
            $table->integer('version')->default(1)->index();
            $table->timestamps();

            $table->unique(['identifier', 'instance']);
        });
    }

    public function down(): void
    {
        $this->schema()->dropIfExists($this->table());
    }

    private function schema(): Builder
    {
        return $this->getConnection() === null ? Schema::getFacadeRoot() : Schema::connection($this->getConnection());
    }

    private function table(): string
    {
        return config('cart.database.table', 'carts');
    }
};
