<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Closure;
use Illuminate\Database\Connection;

/**
 * How deep in the application's own transactions a cart is changed.
 */
enum Nesting: string
{
    case None = 'no transaction';
    case Outer = 'a transaction';
    case Nested = 'a nested transaction';

    public function begin(Connection $database): void
    {
        for ($level = 0; $level < $this->levels(); $level++) {
            $database->beginTransaction();
        }
    }

    public function commit(Connection $database): void
    {
        for ($level = 0; $level < $this->levels(); $level++) {
            $database->commit();
        }
    }

    /**
     * DB::transaction(…, 3) as an application writes it.
     */
    public function retrying(Connection $database, Closure $work): void
    {
        match ($this) {
            self::None => $work(),
            self::Outer => $database->transaction($work, 3),
            self::Nested => $database->transaction(static fn () => $database->transaction($work), 3),
        };
    }

    private function levels(): int
    {
        return match ($this) {
            self::None => 0,
            self::Outer => 1,
            self::Nested => 2,
        };
    }
}
