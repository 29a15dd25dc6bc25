<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\InvalidateShopCache;
use Cartwright\Versions\ProductUpdated;
use Cartwright\Versions\ShopDataVersion;
use Cartwright\Versions\VersionedCache;
use Cartwright\Versions\VersionsData;
use Illuminate\Cache\Events\KeyForgotten;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Support\Carbon;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Where an earlier system of this kind failed in real use. What else failed there is shown by
 *
 * - of 14 keys it deleted the application wrote one: `VersionKeysTest`;
 * - the circuit breaker had no states: `crates/versions/src/breaker.rs` and `aStoreThatFailsIsLeftAloneThroughThreeStates` below;
 * - the reader of incidents found none: `MonitoringTest::everyIncidentOfTheRangeIsThereHoweverManyThereAre`;
 * - the stress test ran in one process and always ended well: `ValidateAtomicTest`;
 * - a repair changed the version each time: `ReconcilingTest::whatIsRightIsNotTouchedHoweverOftenItIsRepaired`;
 * - to clear emptied the whole store: `VersionedCacheTest::clearingLeavesTheKeysOfOthersAlone`.
 */
final class OlderFailuresTest extends VersionsTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    /**
     * It joined the result of a sort in place, which is no list, and nobody caught what that threw.
     */
    #[Test]
    #[DataProvider('databases')]
    public function theUpdatePathNeverWorked(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = ShopDataVersion::getGlobalVersion();
        ShopDataVersion::updateVersionsAtomic(['products', 'categories', 'orders']);
        ShopDataVersion::updateVersionsAtomic(['orders', 'products']);

        $this->assertSame([2, 1, 2], array_map($this->changes(...), ['products', 'categories', 'orders']));
        $this->assertNotSame($before, ShopDataVersion::getGlobalVersion());
    }

    /**
     * The statement failed on PostgreSQL and SQLite, and on MySQL it counted to 1.
     */
    #[Test]
    #[DataProvider('databases')]
    public function theCounterFailedOrStoodStill(TestDatabase $database): void
    {
        $this->openShop($database);

        foreach ([1, 2, 3] as $count) {
            ShopDataVersion::updateVersion('products');
            $this->assertSame([$count, $count], [$this->changes(), ShopDataVersion::getVersionStats()[0]['change_count']]);
        }
    }

    /**
     * A reader that raced put the old value back, and it was served for ten minutes.
     */
    #[Test]
    #[DataProvider('databases')]
    public function whatWasForgottenBeforeTheCommitWasPutBack(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->assertSame(100, $this->page());
        $this->database->transaction(function (): void {
            $this->setPrice(200);
            $this->app->make('events')->dispatch(new ProductUpdated(7));
            // The racing reader: of before the commit, and he keeps what he has read under the plain key.
            $this->app->make('cache')->store()->put('product.7', $this->price(), 600);
        });

        $this->assertSame([null, 200], [$this->app->make('cache')->store()->get('product.7'), $this->page()]);
    }

    /**
     * The name of the lock contained the current second.
     */
    #[Test]
    public function twoEventsDidNotExcludeEachOther(): void
    {
        $this->openShop(TestDatabase::SqliteWal, ['versions.invalidation.lock' => ['lease' => 5, 'attempts' => 1, 'base_delay' => 0]]);
        Carbon::setTestNow(Carbon::now());
        $during = null;
        $this->app->make('events')->listen(KeyForgotten::class, function () use (&$during): void {
            if ($during === null) {
                $during = false;
                Carbon::setTestNow(Carbon::now()->addSecond());
                $this->app->make(InvalidateShopCache::class)->handle(new ProductUpdated(8));
                $during = implode($this->logged());
            }
        });
        $this->app->make('cache')->store()->put('product.7', 'old');
        $this->app->make('events')->dispatch(new ProductUpdated(7));

        $this->assertStringContainsString('"degraded":["lock_held"]', (string) $during);
        $this->assertSame(2, $this->changes(), 'and none of them is lost');
    }

    /**
     * What was called the way without the lock was the way with it. Here it is another one, and says so.
     */
    #[Test]
    public function theFallbackPretended(): void
    {
        $this->openShop(TestDatabase::SqliteWal, ['versions.invalidation.lock' => ['lease' => 5, 'attempts' => 1, 'base_delay' => 0]]);
        $lock = $this->store->call('lock', ['types' => ['products']]);
        $this->assertSame([], $lock['degraded']);
        $bumped = $this->versions->bump('products');

        $this->assertSame([['lock_held'], false, 1], [$bumped->degraded, $bumped->isWhole(), $this->changes()]);
        $this->assertNotSame([], $this->store->call('incidents', ['hours' => 24, 'limit' => 10]));
        $this->store->call('unlock', ['lock' => $lock['lock']]);
        $this->assertTrue($this->versions->bump('products')->isWhole());
    }

    /**
     * Reads took an exclusive lock; more than half of them lost, got an empty version, and browsers loaded everything anew.
     */
    #[Test]
    #[DataProvider('databases')]
    public function readersGotAnEmptyVersion(TestDatabase $database): void
    {
        $this->openShop($database);
        ShopDataVersion::updateVersion('products');
        $before = $this->anotherRequest()->token();
        $statements = [];
        $this->versions->change('products', function () use ($before, &$statements): void {
            $this->setPrice(200);
            // While it is being changed the table is asked.
            $statements = $this->statementsOf(function () use ($before): void {
                foreach (range(1, 4) as $reader) {
                    $this->assertSame($before, $this->anotherRequest()->token(), 'while it is being changed, it is the one before');
                }
            });
        });

        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/D', $before);
        $this->assertNotSame($before, $this->anotherRequest()->token());
        $this->assertCount(4, $statements);
        $this->assertSame([], preg_grep('/for update|for share|share mode/', $statements));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aDeletedProductInvalidatedNothing(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->bootModels();
        $this->app->make('cache')->store()->put('product.7', 'old');
        $this->assertSame(100, $this->page());
        $product = new class () extends Model {
            use VersionsData;

            public $timestamps = false;

            protected $table = 'products';

            protected $connection = 'data';

            public function dataVersionEvent(string $action): ProductUpdated
            {
                return new ProductUpdated($this, $action);
            }
        };
        $product->newQuery()->find(7)->delete();

        $this->assertSame([0, null], [$this->page(), $this->app->make('cache')->store()->get('product.7')]);
        $this->assertSame(1, $this->changes());
    }

    /**
     * The circuit breaker had no states.
     */
    #[Test]
    public function aStoreThatFailsIsLeftAloneThroughThreeStates(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $file = "{$this->directory}/versions.sqlite";
        $this->publishIn([
            'store' => "sqlite:{$file}",
            'journal' => 'memory',
            'busy_timeout_ms' => 1,
            'breaker' => ['minimum' => 2, 'failed' => 50, 'open_ms' => 20],
        ]);
        $this->seen();
        $states = [$this->state()];
        $this->rename($file, '', 'away_');

        for ($reader = 0; $reader < 50 && $this->state() === 'closed'; $reader++) {
            $this->assertStringEndsWith('.0', $this->anotherRequest()->version('products'), 'the table tells it');
        }

        $states[] = $this->state();
        $this->rename($file, 'away_', '');
        $states[] = $this->afterOpen();
        $this->seen();
        $states[] = $this->state();

        $this->assertSame(['closed', 'open', 'half_open', 'closed'], $states);
    }

    /**
     * The price of the product on a page, as another request is served it.
     */
    private function page(): int
    {
        $this->versions->forget();

        return $this->app->make(VersionedCache::class)->remember('page', ['products'], 600, $this->price(...));
    }

    /**
     * Takes the store's tables away, and brings them back.
     */
    private function rename(string $file, string $from, string $to): void
    {
        $store = new \PDO("sqlite:{$file}");

        foreach ($store->query("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")->fetchAll(\PDO::FETCH_COLUMN) as $table) {
            $store->exec("alter table {$table} rename to {$to}" . substr($table, strlen($from)));
        }
    }

    private function afterOpen(): string
    {
        for ($deadline = hrtime(true) + 5e9; $this->state() === 'open' && hrtime(true) < $deadline;) {
            usleep(1000);
        }

        return $this->state();
    }

    private function state(): string
    {
        return $this->store->call('breaker')['state'];
    }

    /**
     * @return list<string>
     */
    private function statementsOf(\Closure $work): array
    {
        $connection = $this->app->make('db')->connection('other');
        $connection->enableQueryLog();
        $work();

        return array_map(strtolower(...), array_column($connection->getQueryLog(), 'query'));
    }
}
