<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\Captured;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\RequestVersions;
use Illuminate\Http\Request;
use Illuminate\Queue\Events\Looping;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

/**
 * What readers capture, and what the world is shown.
 */
final class ReadingVersionsTest extends VersionsTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aReaderCapturesWhatIsCommitted(TestDatabase $database): void
    {
        $this->openShop($database);
        $captured = $this->versions->capture(['products', 'categories', 'products']);

        $this->assertNull($captured->bypass);
        $this->assertSame(['categories', 'products'], self::sorted(array_keys($captured->versions)));
        $this->assertSame($captured->versions['products'], $this->seen());
    }

    #[Test]
    public function aPageIsOfOneVersionAndASecondCheckAsksNobody(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $before = $this->versions->token(['products']);
        $this->anotherRequest()->bump('products');
        $this->database->enableQueryLog();

        $this->assertSame($before, $this->versions->token('products'));
        $this->versions->capture(['products']);
        $this->assertSame([], $this->database->getQueryLog());
        $this->versions->forget();
        $this->assertNotSame($before, $this->versions->token('products'));
    }

    #[Test]
    public function whereNothingIsPublishedARequestAsksTheTableOnce(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->publishIn(['store' => 'database']);
        $this->versions->token();
        $this->versions->forget();
        $this->database->enableQueryLog();

        $this->versions->token();
        $this->versions->capture(['products']);
        $this->versions->capture(['products', 'orders']);
        $this->assertCount(1, $this->database->getQueryLog());
    }

    /**
     * The older system answered those who lost a lock with an empty version, and browsers reloaded for nothing.
     */
    #[Test]
    public function theTokenIsNeverEmptyAndIsMadeOfVersionsAlone(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $before = $this->versions->token();

        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $before);
        $this->travel();
        $this->assertSame($before, $this->anotherRequest()->token());
        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $this->versions->token([]));
    }

    #[Test]
    #[TestWith(['products'])]
    #[TestWith(['reviews'])]
    #[TestWith(['global'])]
    public function whicheverTypeChangesTheWorldLearnsOfIt(string $type): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $before = $this->versions->token();
        $this->anotherRequest()->bump($type);

        $this->assertNotSame($before, $this->anotherRequest()->token());
    }

    #[Test]
    public function whatIsReadInATransactionIsNeverKeptForOthers(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->database->beginTransaction();

        $this->assertSame(Captured::TRANSACTION, $this->versions->capture(['products'])->bypass);
        $this->assertSame([], $this->versions->capture(['products'])->versions);
        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $this->versions->token('products'));
        $this->database->rollBack();
        $this->assertNull($this->versions->capture(['products'])->bypass);
    }

    #[Test]
    public function aTransactionThatWasBegunBehindLaravelsBackIsOneToo(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->database->getPdo()->beginTransaction();
        $this->assertSame(Captured::TRANSACTION, $this->versions->capture(['products'])->bypass);
        $this->database->getPdo()->rollBack();
    }

    #[Test]
    public function anotherRequestOfTheSameApplicationBeginsAnew(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $request = $this->app->make(RequestVersions::class);
        $this->assertSame($request, $this->app->make(RequestVersions::class));

        $this->app->instance('request', Request::create('http://shop.test/next'));
        $this->assertNotSame($request, $next = $this->app->make(RequestVersions::class));

        $this->app->make('events')->dispatch(new Looping('sync', 'default'));
        $this->assertNotSame($next, $this->app->make(RequestVersions::class));
    }

    #[Test]
    public function theApplicationsOwnVersionsAreAsItsSettingsSay(): void
    {
        $this->openShop(TestDatabase::SqliteWal, ['versions.store' => 'memory', 'versions.journal.store' => 'memory']);
        $this->app->forgetInstance(DataVersions::class);
        $versions = $this->app->make(DataVersions::class);

        $versions->change('products', static fn () => null);
        $this->assertStringEndsWith('.1', $versions->version('products'));
        $this->assertSame('console', $versions->native()->call('trail', ['limit' => 1])[0]['who']);
    }

    #[Test]
    public function aMissingTableIsToldAndNotTakenForABusyDatabase(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->database->getSchemaBuilder()->drop('shop_data_version');

        $this->expectExceptionMessageMatches('/no such table: shop_data_version/');
        $this->versions->capture(['products']);
    }

    /**
     * @param list<string> $names
     *
     * @return list<string>
     */
    private static function sorted(array $names): array
    {
        sort($names);

        return $names;
    }

    private function travel(): void
    {
        \Illuminate\Support\Carbon::setTestNow('2031-01-01 00:00:00');
        $this->store->advance(3_600_000);
    }

    /**
     * A command goes from shop to shop; each has a database of its own.
     */
    #[Test]
    public function whatWasCapturedOfOneDatabaseIsNotTakenForThatOfAnother(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->publishIn(['store' => 'database']);
        $here = $this->versions->capture(['products'])->versions;
        mkdir("{$this->directory}/second");
        config([
            'database.connections.second' => TestDatabase::SqliteWal->settings("{$this->directory}/second"),
            'versions.connection' => 'second',
        ]);
        (require dirname(__DIR__, 3) . '/database/versions/2025_03_01_000000_create_shop_data_version_table.php')->up();
        $there = $this->versions->capture(['products'])->versions;

        $this->assertNotSame($here, $there);
        config(['versions.connection' => 'data']);
        $this->assertSame($here, $this->versions->capture(['products'])->versions);
    }
}
