<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Laravel\Doctor\StorageCheck;
use Cartwright\Laravel\NativeDrivers;
use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Services\CartMigrationService;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

/**
 * The drivers `sqlite` and `native-database` in an application.
 */
final class NativeDriversTest extends LaravelTestCase
{
    #[Test]
    #[TestWith(['sqlite', 'cart.sqlite.path', 'carts.sqlite'])]
    #[TestWith(['native-database', 'cart.native_database.path', 'carts-table.sqlite'])]
    public function theSettingsSayWhichFile(string $driver, string $setting, string $default): void
    {
        $this->useDriver($driver);
        Cart::add('mug', 'Mug', 1);
        $this->assertFileExists("{$this->directory}/storage/app/{$default}");

        config([$setting => "{$this->directory}/elsewhere.sqlite"]);
        $this->useDriver($driver);
        $this->assertTrue(Cart::isEmpty());
        $this->assertFileExists("{$this->directory}/elsewhere.sqlite");
        $this->assertInstanceOf(NativeStorage::class, Cart::storage());
    }

    #[Test]
    #[TestWith(['sqlite'])]
    #[TestWith(['native-database'])]
    public function aRequestSendsTheContractsEventsAndNoQuery(string $driver): void
    {
        $this->useDriver($driver);
        $events = [];
        $this->app->make('events')->listen('MasyukAI\Cart\Events\*', static function (string $event) use (&$events): void {
            $events[] = $event;
        });
        DB::enableQueryLog();
        Cart::add('mug', 'Mug', 10, 2);
        Cart::setInstance('wishlist')->add('cup', 'Cup', 5);

        // A listener to everything sees CartUpdated before the event that it follows.
        $added = [CartCreated::class, CartUpdated::class, ItemAdded::class];
        $this->assertSame([...$added, ...$added], $events);
        $this->assertSame([], DB::getQueryLog());
        $instances = Cart::storage()->getInstances(Cart::getIdentifier());
        sort($instances);
        $this->assertSame(['default', 'wishlist'], $instances);
    }

    #[Test]
    #[TestWith(['sqlite'])]
    #[TestWith(['native-database'])]
    public function aLoginMergesTheVisitorsCart(string $driver): void
    {
        $this->useDriver($driver);
        $merged = null;
        $this->app->make('events')->listen(CartMerged::class, static function (CartMerged $event) use (&$merged): void {
            $merged = $event;
        });
        Cart::getCartInstance('default', '7')->add('mug', 'Mug', 10);
        $guest = Cart::getCartInstance('default', 'a-session');
        $guest->add('mug', 'Mug', 10, 2);
        $guest->add('cup', 'Cup', 5);

        $this->assertTrue((new CartMigrationService())->migrateGuestCartToUser('7', 'default', 'a-session'));
        $this->assertFalse(Cart::storage()->has('a-session', 'default'));
        $this->assertSame(['7', 4, true], [
            $merged->targetCart->getIdentifier(),
            $merged->targetCart->count(),
            $merged->hadConflicts,
        ]);
    }

    #[Test]
    #[TestWith(['sqlite', 'CART_SQLITE_PATH'])]
    #[TestWith(['native-database', 'CART_NATIVE_DATABASE_PATH'])]
    public function theDoctorLooksAtTheFile(string $driver, string $variable): void
    {
        $setting = 'cart.' . str_replace('-', '_', $driver) . '.path';
        config(['cart.storage' => $driver]);
        $this->assertSame(['ok', null], $this->finding());

        config([$setting => "{$this->directory}/nowhere/carts.sqlite"]);
        $this->assertSame(['problem', "Make it, or set {$variable} to a file in another one"], $this->finding());

        $shared = "{$this->directory}/shop.sqlite";
        touch($shared);
        config([$setting => $shared, 'database.connections.file' => ['driver' => 'sqlite', 'database' => $shared]]);
        DB::connection('file');
        $this->assertSame(
            ['problem', "Correct what the message names, or set {$variable} to another file"],
            $this->finding(),
        );
    }

    #[Test]
    #[TestWith(['sqlite'])]
    #[TestWith(['native-database'])]
    public function abandonedCartsAreClearedFromTheFile(string $driver): void
    {
        $this->useDriver($driver);

        foreach (['a', 'b', 'c'] as $identifier) {
            Cart::getCartInstance('default', $identifier)->add('mug', 'Mug', 10);
        }

        $this->assertStringContainsString('No abandoned carts found.', $this->artisan('cart:clear-abandoned')[1]);
        // As many days later; the file goes by the clock of the machine.
        $file = new \PDO('sqlite:' . NativeDrivers::file($this->app, NativeLayout::ofDriver($driver)));
        $table = $file->query("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%carts'")->fetchColumn();
        $old = $driver === 'sqlite' ? 1 : "'2020-01-01 00:00:00'";
        $file->exec("UPDATE {$table} SET updated_at = {$old} WHERE identifier <> 'b'");
        unset($file);
        [$code, $output] = $this->artisan('cart:clear-abandoned', ['--force' => true, '--batch-size' => '1']);

        $this->assertSame(0, $code, $output);
        $this->assertStringContainsString('Successfully deleted 2 abandoned carts.', $output);
        $left = static fn (string $identifier): bool => Cart::storage()->has($identifier, 'default');
        $this->assertSame([false, true, false], array_map($left, ['a', 'b', 'c']));
    }

    /**
     * @return array{string, ?string} health and remedy
     */
    private function finding(): array
    {
        [$finding] = [...(new StorageCheck())->findings($this->app)];

        return [$finding->health->value, $finding->remedy];
    }

    private function useDriver(string $driver): void
    {
        config(['cart.storage' => $driver]);
        $this->app->forgetInstance('cart');
        Cart::clearResolvedInstances();
    }
}
