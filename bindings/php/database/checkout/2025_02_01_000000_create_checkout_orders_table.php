<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\Builder;
use Illuminate\Support\Facades\Schema;

return new class () extends Migration {
    public function getConnection(): ?string
    {
        return config('reservations.checkout.connection');
    }

    public function up(): void
    {
        $this->schema()->create($this->table(), static function (Blueprint $table): void {
            $table->string('id', 64)->primary();
            $table->string('user_id')->index();
            $table->string('status', 16);

            // What was ordered, as it was then, and what it costs, in the smallest unit of the currency. A thousand lines are
            // more than a text of MySQL holds.
            $table->mediumText('items');
            $table->unsignedBigInteger('amount');
            $table->char('currency', 3);

            // Encrypted: whoever has the token may commit and release.
            $table->text('reservation_token');
            $table->string('gateway', 64);
            $table->string('payment_reference')->nullable();
            $table->string('failure')->nullable();
            // Since when this buyer holds goods without a break, also for orders that this one has replaced.
            $table->timestamp('held_since')->nullable();
            $table->timestamp('expires_at')->nullable();
            $table->timestamp('settled_at')->nullable();
            $table->timestamps();

            $table->index(['status', 'expires_at']);
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
        return config('reservations.checkout.table', 'checkout_orders');
    }
};
