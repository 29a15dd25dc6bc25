<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Exceptions\UnmarkedChangeException;
use Cartwright\Storage\Backoff;
use Cartwright\Tests\Support\Product;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\Captured;
use Cartwright\Versions\ChangeSettings;
use Cartwright\Versions\Facades\Versions;
use Cartwright\Versions\ProductUpdated;
use Closure;
use Illuminate\Database\Events\TransactionCommitting;
use Illuminate\Database\QueryException;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Foundation\Testing\DatabaseTransactionsManager;
use LogicException;
use PDOException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Models with the trait: data and versions change in one transaction, however they are written.
 */
final class ModelsTest extends VersionsTestCase
{
    private int $attempts = 0;

    protected function openShop(TestDatabase $database, array $settings = []): void
    {
        parent::openShop($database, $settings);
        $schema = $this->database->getSchemaBuilder();
        $schema->table('products', static function (Blueprint $table): void {
            $table->integer('stock')->default(0);
            $table->timestamp('deleted_at')->nullable();
        });
        $schema->dropIfExists('related_products');
        $schema->create('related_products', static function (Blueprint $table): void {
            $table->integer('product_id');
            $table->integer('related_id');
        });
        $this->bootModels();
        Product::$isTold = false;
    }

    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSaveIsATransactionThatReadersKnowOfUntilItIsPublished(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = $this->seen();
        $during = null;
        $this->app->make('events')->listen(TransactionCommitting::class, function () use (&$during): void {
            $during = [$this->seen(), $this->price(), $this->changes()];
        });
        $product = Product::find(7);
        $product->price = 200;

        $this->assertTrue($product->save());
        $this->assertSame([Captured::PENDING, 100, 0], $during);
        $this->assertSame([200, 1, 'none'], [$this->price(), $this->changes(), $this->standing()['mark']]);
        $this->assertNotSame($before, $this->seen());
    }

    #[Test]
    #[DataProvider('waysOnDatabases')]
    public function everyWayToWriteRaisesTheVersionOnce(TestDatabase $database, Closure $write): void
    {
        $this->openShop($database);
        $write(Product::find(7));

        $this->assertSame([1, 'none'], [$this->changes(), $this->standing()['mark']]);
    }

    public static function waysOnDatabases(): iterable
    {
        $ways = [
            'create' => static fn () => Product::create(['price' => 5]),
            'update' => static fn (Product $product) => $product->update(['price' => 5]),
            'a quiet save' => static fn (Product $product) => $product->fill(['price' => 5])->saveQuietly(),
            'a deletion' => static fn (Product $product) => $product->delete(),
            'a quiet deletion' => static fn (Product $product) => $product->deleteQuietly(),
            'a deletion for good' => static fn (Product $product) => $product->forceDelete(),
            'destroy' => static fn () => Product::destroy(7),
            'more stock' => static fn (Product $product) => $product->increment('stock', 3),
            'less stock' => static fn (Product $product) => $product->decrement('stock', 2, ['price' => 9]),
            'an update of many' => static fn () => Product::query()->where('price', '>', 1)->update(['price' => 1]),
            'a deletion of many' => static fn () => Product::query()->delete(),
            'stock of many' => static fn () => Product::query()->increment('stock'),
            'an insert past the model' => static fn () => Product::query()->insert([['price' => 1], ['price' => 2]]),
            'an upsert' => static fn () => Product::query()->upsert([['id' => 7, 'price' => 3], ['id' => 8, 'price' => 3]], ['id'], ['price']),
            'first or create' => static fn () => Product::firstOrCreate(['price' => 123]),
            'truncate' => static fn () => Product::query()->truncate(),
            'a row between two' => static fn (Product $product) => $product->related()->attach(7),
        ];

        foreach (TestDatabase::ofEachKind() as $database) {
            foreach ($ways as $name => $way) {
                yield "{$name} on {$database->value}" => [$database, $way];
            }
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function aRestoredModelRaisesTheVersion(TestDatabase $database): void
    {
        $this->openShop($database);
        Product::find(7)->delete();
        $this->assertSame(1, $this->changes());
        Product::withTrashed()->find(7)->restore();
        $this->assertSame(2, $this->changes());
    }

    #[Test]
    public function whatIsNotWrittenRaisesNothing(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $product = Product::find(7);
        $this->assertTrue($product->save());
        Product::deleting(static fn (): bool => false);
        $this->assertFalse($product->delete());
        Product::query()->where('price', 1)->get();

        $this->assertSame([0, 'none'], [$this->changes(), $this->standing()['mark']]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aBurstInOneTransactionIsOneChangeOfItsType(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->database->transaction(static function (): void {
            foreach (range(101, 120) as $id) {
                Product::create(['id' => $id, 'price' => 1]);
            }
        });
        $this->assertSame(1, $this->changes());
        $this->versions->change('categories', static fn () => Product::find(7)->increment('stock') + Product::destroy(7));
        $this->assertSame([2, 1], [$this->changes(), $this->changes('categories')]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function whatIsRolledBackRaisesNothing(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = $this->seen();

        try {
            $this->database->transaction(static function (): never {
                Product::find(7)->update(['price' => 5]);

                throw new RuntimeException('Out of paper');
            });
        } catch (RuntimeException) {
            $this->assertSame([$before, 0, 100], [$this->seen(), $this->changes(), $this->price()]);
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSaveThatWasRolledBackLeavesAModelThatCanBeSaved(TestDatabase $database): void
    {
        $this->openShop($database);
        Product::saved(static fn () => throw new RuntimeException('Out of paper'));
        $product = Product::find(7);
        $product->price = 300;
        $new = new Product(['price' => 300]);

        foreach ([$product, $new] as $model) {
            try {
                $model->save();
                $this->fail('it is saved');
            } catch (RuntimeException $failure) {
                $this->assertSame('Out of paper', $failure->getMessage());
            }
        }

        $this->assertSame([0, 100, ['price' => 300]], [$this->changes(), $this->price(), $product->getDirty()]);
        $this->assertSame([false, null], [$new->exists, $new->getKey()]);
        Product::flushEventListeners();
        $this->assertSame([true, true], [$product->save(), $new->save()]);
        $this->assertSame([2, 300], [$this->changes(), $this->price()]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSaveThatIsDoneAgainBecauseOfOthersIsStored(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->seen();
        $this->database->beforeExecuting($this->endTheFirst(...));
        $product = Product::find(7);
        $product->price = 300;
        $product->save();
        $this->assertSame([300, 1, 2], [$this->price(), $this->changes(), $this->attempts]);

        // The same in a change whose model comes from outside.
        $this->attempts = 0;
        $product->price = 400;
        $this->versions->change('products', static fn () => $product->save());
        $this->assertSame([400, 2, 2], [$this->price(), $this->changes(), $this->attempts]);
    }

    #[Test]
    public function aStoreThatCannotSetTheMarkKeepsTheSaveFromHappening(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        mkdir("{$this->directory}/a");
        $this->publishIn(['store' => "sqlite:{$this->directory}/a/versions.sqlite", 'journal' => 'memory', 'busy_timeout_ms' => 1]);
        $this->store->call('look', ['types' => ['products'], 'need' => 'entries']);
        $other = new \PDO("sqlite:{$this->directory}/a/versions.sqlite");
        $other->exec('begin immediate');

        try {
            Product::find(7)->update(['price' => 5]);
            $this->fail('it is changed without a mark');
        } catch (UnmarkedChangeException) {
            $this->assertSame([100, 0], [$this->price(), $this->database->transactionLevel()]);
        }
    }

    #[Test]
    public function dataAndVersionsOnTwoConnectionsAreRefused(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $product = Product::find(7)->setConnection('other');
        $product->price = 5;
        $this->expectException(LogicException::class);
        $this->expectExceptionMessage("The data are on the connection 'other' and their versions on 'data'");

        try {
            $product->save();
        } finally {
            $this->assertSame([100, 0], [$this->price(), $this->changes()]);
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function anEventOfAModelIsToldAfterTheCommitAndCountedWithTheChange(TestDatabase $database): void
    {
        $this->openShop($database);
        Product::$isTold = true;
        $told = [];
        $this->app->make('events')->listen(ProductUpdated::class, function (ProductUpdated $event) use (&$told): void {
            $told[] = [$event->product, $event->action, $this->price(), $this->changes()];
        });
        $cache = $this->app->make('cache')->store();
        $cache->put('product.7', 'old');
        $product = Product::find(7);
        $product->update(['price' => 200]);
        $product->decrement('stock');
        $this->database->transaction(function () use ($product, $cache): void {
            $product->delete();
            // A reader puts back what he sees.
            $cache->put('product.7', 'old');
        });

        $this->assertSame([[7, 'updated', 200, 1], [7, 'stock_updated', 200, 2], [7, 'deleted', 200, 3]], $told);
        $this->assertSame([3, null], [$this->changes(), $cache->get('product.7')]);
    }

    /**
     * The listener takes the change for counted, since the model has counted it: so it must have raised the tags, too.
     */
    #[Test]
    #[DataProvider('databases')]
    public function anEventOfAModelRaisesTheTagsOfTheMapWithTheTypesOfTheModel(TestDatabase $database): void
    {
        $this->openShop($database);
        Product::$isTold = true;
        Product::find(7)->update(['price' => 200]);

        $this->assertSame([1, 1, 0], array_map($this->changes(...), ['products', 'shop', 'categories']));
    }

    /**
     * As RefreshDatabase does it.
     */
    #[Test]
    public function inATestThatRollsEverythingBackASaveIsCommittedForItsApplication(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $manager = new DatabaseTransactionsManager(['data']);
        $this->app->instance('db.transactions', $manager);
        $this->database->setTransactionManager($manager);
        $this->database->beginTransaction();
        Product::$isTold = true;
        $told = 0;
        $this->app->make('events')->listen(ProductUpdated::class, static function () use (&$told): void {
            $told++;
        });
        Product::find(7)->update(['price' => 5]);
        $this->versions->forget();

        $this->assertSame([1, 1], [$told, (int) explode('.', $this->versions->version('products'))[1]]);
        $this->database->rollBack();
        $this->assertSame(100, $this->price());
    }

    #[Test]
    public function aFakeSaysWhatModelsHaveRaised(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $versions = Versions::fake();
        Product::find(7)->update(['price' => 5]);
        Product::find(7)->save();

        $versions->assertRaised('products', 1);
        $this->assertSame(5, $this->price());
    }

    /**
     * The database ends the first transaction that raises a version, because of others.
     */
    private function endTheFirst(string $query): void
    {
        if (str_contains($query, 'change_count = change_count + 1') && ++$this->attempts === 1) {
            $failure = new PDOException('deadlock detected');
            $failure->errorInfo = ['40001', 1213, 'deadlock detected'];

            throw new QueryException('data', $query, [], $failure);
        }
    }

    protected function changeSettings(): ChangeSettings
    {
        return new ChangeSettings(['products', 'categories'], new Backoff(3, sleep: static fn () => null));
    }
}
