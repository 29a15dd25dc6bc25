<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

/**
 * With a write-ahead log, who reads does not wait for who writes. The file remembers it.
 */
return new class () extends Migration {
    public $withinTransaction = false;

    public function up(): void
    {
        DB::statement('pragma journal_mode = wal');
    }
};
