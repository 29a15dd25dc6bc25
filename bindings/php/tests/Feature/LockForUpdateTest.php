<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use Illuminate\Database\Events\QueryExecuted;
use PHPUnit\Framework\Attributes\Test;

final class LockForUpdateTest extends TestCase
{
    #[Test]
    public function withLockForUpdateEveryChangeQueues(): void
    {
        $shop = new SqliteShop($this->app);
        $cart = $shop->cart();
        $cart->add('a', 'A', 1);
        $statements = [];
        $this->app->make('events')->listen(QueryExecuted::class, static function (QueryExecuted $query) use (&$statements): void {
            $statements[] = strtok($query->sql, ' ');
        });

        $cart->add('a', 'A', 1);
        $this->assertSame(['update'], $statements);

        config(['cart.database.lock_for_update' => true]);
        $statements = [];
        $cart->add('a', 'A', 1);
        $this->assertSame(['begin', 'select', 'update', 'commit'], $statements);
        $this->assertSame(3, $shop->cart()->count());
    }
}
