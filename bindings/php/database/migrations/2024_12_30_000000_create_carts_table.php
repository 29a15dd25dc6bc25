<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class () extends Migration {
    public function up(): void
    {
        /*
         * A cart's items and conditions are JSON objects whose keys have an order: conditions apply in the order in
         * which they were added, so another order is another total. Two databases sort the keys of a JSON type by
         * length: PostgreSQL those of jsonb (json keeps the text as it came), MySQL those of its only one (MariaDB's
         * is plain text).
         */
        $column = match (Schema::getConnection()->getDriverName()) {
            'pgsql' => 'json',
            'mysql' => 'longText',
            default => 'jsonb',
        };

        Schema::create($this->table(), static function (Blueprint $table) use ($column): void {
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
        Schema::dropIfExists($this->table());
    }

    private function table(): string
    {
        return config('cart.database.table', 'carts');
    }
};
