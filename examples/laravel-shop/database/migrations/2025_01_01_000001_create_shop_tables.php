<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

/**
 * The shop's own tables. That of the carts comes with the package.
 */
return new class () extends Migration {
    public function up(): void
    {
        Schema::create('users', static function (Blueprint $table): void {
            $table->id();
            $table->string('name');
            $table->string('email')->unique();
            $table->string('password');
            $table->rememberToken();
            $table->timestamps();
        });

        Schema::create('products', static function (Blueprint $table): void {
            $table->string('id')->primary();
            $table->string('name');
            $table->string('description');
            $table->integer('price');
            $table->json('details');
            $table->string('offer')->nullable();
            $table->string('offer_name')->nullable();
        });

        Schema::create('orders', static function (Blueprint $table): void {
            $table->id();
            $table->string('checkout')->nullable()->unique();
            $table->string('customer')->index();
            $table->string('name');
            $table->string('address');
            $table->decimal('total', 16, 4);
            $table->json('content');
            $table->timestamp('paid_at')->nullable();
            $table->timestamps();
        });

        Schema::create('cart_journal', static function (Blueprint $table): void {
            $table->id();
            $table->string('cart')->index();
            $table->string('instance');
            $table->string('event');
            $table->string('about');
            $table->string('device');
            $table->string('time');
        });
    }

    public function down(): void
    {
        array_map(Schema::dropIfExists(...), ['cart_journal', 'orders', 'products', 'users']);
    }
};
