<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\CategoryUpdated;
use Cartwright\Versions\InvalidateShopCache;
use Cartwright\Versions\Invalidation\InvalidationMap;
use Cartwright\Versions\ProductUpdated;
use Cartwright\Versions\QueuedInvalidateShopCache;
use Cartwright\Versions\ShopDataUpdated;
use Illuminate\Bus\BusServiceProvider;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Events\KeyForgotten;
use Illuminate\Cache\Repository;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Events\CallQueuedListener;
use Illuminate\Queue\Events\JobProcessed;
use InvalidArgumentException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Events of the shop, and what the listener makes of them.
 */
final class InvalidateShopCacheTest extends VersionsTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function theVersionsAreCommittedBeforeAnyKeyIsForgotten(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->cache()->put('product.7', 'old');
        $this->cache()->put('product.8', 'of others');
        $this->cache()->tags(['shop'])->put('page', 'old');
        $counted = null;
        $this->app->make('events')->listen(KeyForgotten::class, function (KeyForgotten $event) use (&$counted): void {
            $counted ??= [$event->key, $this->changes(), $this->database->transactionLevel()];
        });
        $this->tell(new ProductUpdated(7, 'updated'));

        $this->assertSame(['product.7', 1, 0], $counted);
        $this->assertSame([null, 'of others', null], [
            $this->cache()->get('product.7'), $this->cache()->get('product.8'), $this->cache()->tags(['shop'])->get('page'),
        ]);
        $this->assertSame([1, 0, 1, 1], array_map($this->changes(...), ['shop', 'categories', 'products', 'global']));
    }

    #[Test]
    public function whatIsDoneIsLoggedInTheWordsThatOperatorsSearchFor(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->tell(new CategoryUpdated(3, 'position_updated', 'change-1'));
        [$line] = $this->logged();
        $facts = json_decode(substr($line, (int) strpos($line, '{')), true, flags: JSON_THROW_ON_ERROR);

        $this->assertStringContainsString('testing.INFO: Atomic cache invalidation completed successfully', $line);
        $this->assertSame(['categories', 'shop'], $facts['data_types']);
        $this->assertSame([
            'category.3', 'category.products.3', 'categories.navigation', 'categories.tree', 'shop.categories.all',
            'shop.categories.active', 'shop.home.categories', 'inertia.data.version', 'shop.version.categories',
        ], $facts['invalidated_keys']);
        $this->assertGreaterThan(0, $facts['duration_ms']);
        $this->assertSame(
            ['CategoryUpdated', 3, 'position_updated', 'change-1', false],
            [$facts['event'], $facts['subject'], $facts['action'], $facts['change'], $facts['repeated']],
        );
        $this->assertSame(1, $this->counted('invalidation'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function anEventThatIsDeliveredAgainIsCountedOnce(TestDatabase $database): void
    {
        $this->openShop($database);
        $event = new ProductUpdated(7, 'deleted');
        $this->tell($event);
        $this->cache()->put('product.7', 'old');
        $this->tell(unserialize(serialize($event)));

        $this->assertSame([1, null], [$this->changes(), $this->cache()->get('product.7')]);
        $this->tell(new ProductUpdated(7, 'deleted'));
        $this->assertSame(2, $this->changes());
    }

    /**
     * What is forgotten before the COMMIT a reader puts back as it was, for as long as it lives.
     */
    #[Test]
    #[DataProvider('databases')]
    public function anEventInATransactionIsRaisedWithItAndItsKeysAreForgottenAfterItsCommit(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->seen();
        $this->database->transaction(function (): void {
            $this->setPrice(200);
            $this->tell(new ProductUpdated(7));
            $this->assertSame([0, 100], [$this->changes(), $this->price()]);
            $this->cache()->put('product.7', "a reader's, of before the commit");
        });

        $this->assertSame([1, 200, null], [$this->changes(), $this->price(), $this->cache()->get('product.7')]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function anEventInATransactionThatIsRolledBackMakesNothingInvalid(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->cache()->put('product.7', 'right');
        $event = new ProductUpdated(7);

        try {
            $this->database->transaction(function () use ($event): never {
                $this->tell($event);

                throw new RuntimeException('Out of paper');
            });
        } catch (RuntimeException) {
            $this->assertSame([0, 'right', []], [$this->changes(), $this->cache()->get('product.7'), $this->logged()]);
        }

        $this->tell($event);
        $this->assertSame(1, $this->changes(), 'it was not counted before');
    }

    #[Test]
    #[DataProvider('databases')]
    public function withoutTheLockTheVersionsAreRaisedAllTheSameAndItIsSaid(TestDatabase $database): void
    {
        $this->openShop($database, ['versions.invalidation.lock.base_delay' => 0]);
        $held = $this->cache()->lock('cartwright.versions.invalidation.products', 5);
        $this->assertTrue($held->get());
        $this->cache()->put('product.7', 'old');
        $this->tell(new ProductUpdated(7));

        $this->assertSame([1, null], [$this->changes(), $this->cache()->get('product.7')]);
        [$line] = $this->logged();
        $this->assertStringContainsString('testing.WARNING: Cache invalidation completed in degraded mode', $line);
        $this->assertStringContainsString('"degraded":["lock_held"]', $line);
        $this->assertSame([1, 1], [$this->counted('invalidation'), $this->counted('invalidation.degraded')]);
        $this->assertSame(['invalidation_degraded'], $this->incidents());
        $this->assertTrue($held->isOwnedByCurrentProcess(), "another's lock is left alone");
        $held->release();
        $this->tell(new ProductUpdated(7));
        $this->assertTrue($held->get(), 'the lock is given back');
    }

    #[Test]
    public function aStoreOfKeysThatIsAwayIsSaidAndTheVersionsAreRaised(): void
    {
        $this->openShop(TestDatabase::SqliteWal, ['cache.stores.away' => ['driver' => 'away'], 'versions.invalidation.store' => 'away']);
        $this->app->make('cache')->extend('away', fn (): Repository => new Repository(new class () extends ArrayStore {
            public function lock($name, $seconds = 0, $owner = null)
            {
                throw new RuntimeException('nobody answers');
            }

            public function forget($key)
            {
                throw new RuntimeException('nobody answers');
            }
        }));
        $this->tell(new ProductUpdated(7));

        $this->assertSame(1, $this->changes());
        $this->assertStringContainsString('"degraded":["lock_unreachable","keys_left"]', implode($this->logged()));

        $this->expectExceptionMessage('nobody answers');
        $this->app->make(QueuedInvalidateShopCache::class)->handle(new ProductUpdated(7));
    }

    #[Test]
    public function aDatabaseThatCannotRaiseKeepsTheKeysAndIsTold(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->cache()->put('product.7', 'as the versions say');
        $this->database->getSchemaBuilder()->drop('shop_data_version');

        try {
            $this->tell(new ProductUpdated(7));
            $this->fail('nothing was raised');
        } catch (\Illuminate\Database\QueryException) {
            $this->assertSame('as the versions say', $this->cache()->get('product.7'));
            $this->assertStringContainsString('testing.ERROR: Atomic cache invalidation failed', $this->logged()[0]);
        }

        $lock = $this->cache()->lock('cartwright.versions.invalidation.products', 5);
        $this->assertTrue($lock->get(), 'the lock is given back');
    }

    #[Test]
    public function aQueuedEventCarriesAnIdAndIsHandledOnceByItsWorker(): void
    {
        $this->openShop(TestDatabase::SqliteWal, ['versions.invalidation.queue.enabled' => true]);
        $product = new class () extends Model {
            protected $guarded = [];
        };
        $product->forceFill(['id' => 7]);
        $pushed = [];
        $this->app->register(BusServiceProvider::class);
        $this->app->make('events')->listen(JobProcessed::class, static function ($done) use (&$pushed): void {
            $pushed[] = $done->job->payload()['data']['command'];
        });
        $this->database->transaction(function () use ($product): void {
            $this->tell(new ProductUpdated($product, 'stock_updated'));
        });
        $this->assertCount(1, $pushed);
        $command = unserialize($pushed[0]);
        $this->assertInstanceOf(CallQueuedListener::class, $command);
        $this->assertSame([QueuedInvalidateShopCache::class, 7, 'stock_updated', 1], [
            $command->class, $command->data[0]->product, $command->data[0]->action, $this->changes(),
        ]);
        $this->app->make($command->class)->handle($command->data[0]);
        $this->assertSame(1, $this->changes(), 'the worker may be given it again');
    }

    #[Test]
    public function theMapIsTheApplications(): void
    {
        $event = new class (5, 'moved') extends ShopDataUpdated {
        };
        $this->openShop(TestDatabase::SqliteWal, ['versions.invalidation.events' => [
            $event::class => ['types' => ['shelves'], 'keys' => ['shelf.{id}.{action}', 'all.{type}'], 'tags' => ['rooms']],
        ]]);
        $this->cache()->put('shelf.5.moved', 'old');
        $this->tell($event);
        $this->tell(new ProductUpdated(7));

        $this->assertSame([1, 1, 0], array_map($this->changes(...), ['shelves', 'rooms', 'products']));
        $this->assertNull($this->cache()->get('shelf.5.moved'));
        $map = $this->app->make(InvalidationMap::class);
        $this->assertSame(['shelf.{id}.{action}', 'all.shelves', 'inertia.data.version', 'shop.version.shelves'], array_keys($map->keys()));
        $this->assertSame(['shelves', 'rooms'], $map->raised());
    }

    #[Test]
    public function itCanBeSwitchedOff(): void
    {
        $this->openShop(TestDatabase::SqliteWal, ['versions.invalidation.enabled' => false]);
        $this->tell(new ProductUpdated(7));
        $this->assertSame(0, $this->changes());
        $this->app->make(InvalidateShopCache::class)->handle(new ProductUpdated(7));
        $this->assertSame(1, $this->changes());
    }

    #[Test]
    public function aModelWithoutAnIdIsRefused(): void
    {
        $this->expectException(InvalidArgumentException::class);
        new ProductUpdated(new class () extends Model {
        });
    }

    private function tell(ShopDataUpdated $event): void
    {
        $this->app->make('events')->dispatch($event);
    }

    private function cache(): Repository
    {
        return $this->app->make('cache')->store();
    }

    private function counted(string $name): int
    {
        return array_column($this->store->call('metrics', ['minutes' => 60]), 'count', 'name')[$name] ?? 0;
    }

    /**
     * @return list<string>
     */
    private function incidents(): array
    {
        return array_column($this->store->call('incidents', ['hours' => 24, 'limit' => 10]), 'kind');
    }
}
