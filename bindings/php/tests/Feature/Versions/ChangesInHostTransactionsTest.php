<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Exceptions\UnmarkedChangeException;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\Captured;
use Cartwright\Versions\DataVersions;
use Closure;
use Illuminate\Database\Connection;
use Illuminate\Database\Events\QueryExecuted;
use Illuminate\Database\Events\TransactionCommitting;
use Illuminate\Foundation\Testing\DatabaseTransactionsManager;
use Illuminate\Support\Facades\Event;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Changes that become part of a transaction that the application has opened.
 */
final class ChangesInHostTransactionsTest extends VersionsTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function readersAreToldAtOnceAndTheVersionsAreRaisedWithTheOutermostCommit(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->seen();
        $this->database->transaction(function (): void {
            $this->versions->change('products', fn () => $this->setPrice(150));
            $this->assertSame(Captured::PENDING, $this->seen());
            $this->versions->bump(['products', 'categories']);
            $this->setPrice(200);
            $this->assertSame(0, $this->changes(), 'nothing is committed yet');
        });

        $this->assertSame([1, 1, 200], [$this->changes(), $this->changes('categories'), $this->price()]);
        $this->assertSame(['none', 'none'], [$this->standing()['mark'], $this->standing('categories')['mark']]);
        $this->assertStringEndsWith('.1', $this->versions->version('products'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function whatIsRolledBackIsWithdrawn(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = $this->seen();

        try {
            $this->database->transaction(function (): never {
                $this->versions->change('products', fn () => $this->setPrice(150));

                throw new RuntimeException('Out of paper');
            });
        } catch (RuntimeException) {
            $this->assertSame([$before, 0, 100], [$this->seen(), $this->changes(), $this->price()]);
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSavepointThatGoesBackTakesItsTypesWithItAndNoOthers(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->database->beginTransaction();
        $this->versions->bump('products');
        $this->database->beginTransaction();
        $this->versions->bump(['categories', 'products']);
        $this->database->transaction(fn () => $this->versions->bump('orders'));
        $this->database->rollBack();
        $marks = array_map(fn (string $type): string => $this->standing($type)['mark'], ['products', 'categories', 'orders']);
        $this->assertSame(['live', 'none', 'none'], $marks);
        $this->database->commit();

        $this->assertSame([1, 0, 0], array_map($this->changes(...), ['products', 'categories', 'orders']));
    }

    #[Test]
    #[DataProvider('databases')]
    public function whatComesAfterASavepointThatWentBackIsRaisedAllTheSame(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->database->beginTransaction();
        $this->database->beginTransaction();
        $this->versions->bump('products');
        $this->database->rollBack();
        $this->versions->bump('products');
        $this->database->commit();

        $this->assertSame([1, 'none'], [$this->changes(), $this->standing()['mark']]);
    }

    /**
     * Rows of versions are locked last and in one order, so that two transactions which change two types in different orders do not
     * wait for each other.
     */
    #[Test]
    public function aTransactionLocksNoVersionBeforeItsEnd(): void
    {
        $this->openShop(TestDatabase::PostgresReadCommitted);
        $this->database->beginTransaction();
        $this->versions->bump('products');
        $this->assertStringEndsWith('.1', $this->anotherRequest()->bump('products')->versions['products'], 'nobody waits');
        $this->database->commit();

        $this->assertSame(2, $this->changes());
    }

    #[Test]
    public function aChangeThatIsDeliveredAgainInATransactionIsNotCountedAgain(): void
    {
        $this->openShop(TestDatabase::SqliteWal);

        foreach (range(1, 2) as $time) {
            $repeated[] = $this->database->transaction(fn () => $this->versions->bump('products', 'event-1')->repeated);
        }

        $this->assertSame([[false, true], 1], [$repeated, $this->changes()]);
    }

    /**
     * Whoever tells of everything in transactions would have a table that only grows.
     */
    #[Test]
    #[DataProvider('databases')]
    public function oldChangesOfTransactionsAreForgottenToo(TestDatabase $database): void
    {
        $this->remembered = 20;
        $this->openShop($database);

        foreach (range(1, 35) as $time) {
            $this->database->transaction(function () use ($time): void {
                array_map(fn (int $part) => $this->versions->bump('products', "event-{$time}-{$part}"), range(1, 3));
            });
        }

        $this->assertLessThan(100, $this->database->table('shop_data_version_changes')->count());
        $this->assertTrue($this->versions->bump('products', 'event-30-1')->repeated);
    }

    #[Test]
    public function aMarkThatCannotBeRenewedRollsTheTransactionBackBeforeItsCommit(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $file = "{$this->directory}/versions.sqlite";
        $this->publishIn(['store' => "sqlite:{$file}", 'journal' => 'memory', 'mark_lease_ms' => 1, 'busy_timeout_ms' => 1]);

        try {
            $this->database->transaction(function () use ($file): void {
                $this->versions->change('products', fn () => $this->setPrice(200));
                $this->app->make('db')->purge('other');
                (new \PDO("sqlite:{$file}"))->exec('drop table ' . implode('; drop table ', self::tablesOf($file)));
            });
            $this->fail('There is no mark any more');
        } catch (\Throwable $failure) {
            $this->assertNotInstanceOf(\PHPUnit\Framework\AssertionFailedError::class, $failure);
        }

        $this->assertSame([100, 0, false], [
            $this->price(), $this->database->transactionLevel(), $this->database->getPdo()->inTransaction(),
        ]);
        $this->assertInstanceOf(UnmarkedChangeException::class, $failure);
    }

    #[Test]
    public function aStricterTransactionOfTheApplicationsIsDoneAgainByWhoHasOpenedIt(): void
    {
        $this->openShop(TestDatabase::PostgresRepeatableRead);
        $times = 0;
        $this->database->transaction(function () use (&$times): void {
            $this->versions->change('products', fn () => $this->setPrice(200));
            ++$times === 1 && $this->anotherRequest()->bump('products');
        }, 3);

        $this->assertSame([2, 2, 200, 'none'], [$times, $this->changes(), $this->price(), $this->standing()['mark']]);
    }

    #[Test]
    public function aConnectionThatTellsNobodyOfItsTransactionsRaisesAtOnce(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->database->unsetEventDispatcher();
        $this->database->beginTransaction();
        $this->versions->bump('products');
        $this->database->beginTransaction();
        $this->versions->bump('categories');
        $this->database->rollBack();
        $this->assertStringEndsWith('.1', $this->versions->version('products'));
        $this->versions->forget();
        $this->database->commit();

        $this->assertSame([1, 0], [$this->changes(), $this->changes('categories')]);
        $this->assertSame('none', $this->standing()['mark']);
        $this->assertSame($this->seen('categories'), $this->anotherRequest()->version('categories'));
    }

    /**
     * Without events a transaction that was rolled back is told by nobody, and the next one is not it.
     */
    #[Test]
    #[DataProvider('waysBack')]
    public function aTransactionThatNobodyTellsTheEndOfIsNotTakenForTheNextOne(Closure $goBack): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->database->unsetEventDispatcher();
        $goBack($this->database, $this->versions);
        $this->store->advance(30_001);
        $this->seen();
        $during = null;
        $this->database->transaction(function () use (&$during): void {
            $this->versions->change('products', fn () => $this->setPrice(200));
            $during = $this->seen();
        });

        $this->assertSame([Captured::PENDING, 'none'], [$during, $this->standing()['mark']]);
        $this->assertSame($this->seen(), $this->database->table('shop_data_version')
            ->where('data_type', 'products')->get()->map(static fn ($row) => sprintf('%016x.%d', $row->incarnation, $row->change_count))->first());
    }

    /**
     * @return array<string, array{Closure(Connection, DataVersions): void}>
     */
    public static function waysBack(): array
    {
        return [
            'all of it' => [static function (Connection $database, DataVersions $versions): void {
                $database->beginTransaction();
                $versions->bump('products');
                $database->rollBack();
            }],
            'a savepoint' => [static function (Connection $database, DataVersions $versions): void {
                $database->beginTransaction();
                $database->beginTransaction();
                $versions->bump('products');
                $database->rollBack();
                $database->commit();
            }],
        ];
    }

    /**
     * Callbacks of the application's may come before ours.
     */
    #[Test]
    #[DataProvider('databases')]
    public function whoeverIsCalledAfterTheCommitDoesNotWorkWithTheVersionBeforeIt(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = $this->versions->capture(['products'])->versions['products'];
        $after = null;
        $this->database->transaction(function () use (&$after): void {
            $this->database->afterCommit(function () use (&$after): void {
                $captured = $this->versions->capture(['products']);
                $after = $captured->bypass ?? $captured->versions['products'];
            });
            $this->versions->change('products', fn () => $this->setPrice(200));
        });

        $this->assertNotSame($before, $after);
        $this->assertSame($this->seen(), $this->versions->capture(['products'])->versions['products']);
    }

    #[Test]
    public function aTransactionOfPdosOwnLeavesItsMarkToTheLease(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->seen();
        $this->database->getPdo()->beginTransaction();
        $this->versions->bump('products');
        $this->database->getPdo()->commit();

        $this->assertSame(Captured::PENDING, $this->seen());
        $this->store->advance(30_001);
        $this->assertStringEndsWith('.1', $this->seen());
    }

    #[Test]
    public function aFakeOfTheDispatcherLosesNoVersion(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        Event::fake();
        $this->app->make('db')->purge('data');
        $this->database = $this->app->make('db')->connection('data');
        $this->database->transaction(fn () => $this->versions->change('products', fn () => $this->setPrice(200)));

        $this->assertSame([1, 'none'], [$this->changes(), $this->standing()['mark']]);
    }

    #[Test]
    public function aListenerThatKeepsOthersFromBeingToldLosesNoVersionEither(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $events = $this->app->make('events');
        $ours = $events->getRawListeners()[TransactionCommitting::class];
        $events->forget(TransactionCommitting::class);
        $events->listen(TransactionCommitting::class, static fn (): bool => false);
        array_map(static fn (mixed $listener) => $events->listen(TransactionCommitting::class, $listener), $ours);
        $this->database->transaction(fn () => $this->versions->change('products', fn () => $this->setPrice(200)));

        $this->assertSame([1, 'none'], [$this->changes(), $this->standing()['mark']]);
    }

    /**
     * Others listen to the COMMIT as well, and write something then: what they change is committed with the rest.
     */
    #[Test]
    #[DataProvider('databases')]
    public function whatIsChangedRightBeforeTheCommitIsRaisedInItsTransactionAndOnce(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->versions->capture(['products', 'categories']);
        $this->app->make('events')->listen(TransactionCommitting::class, function (): void {
            $this->database->transactionLevel() === 1 && $this->versions->bump(['categories', 'products']);
        });
        $raised = 0;
        $this->database->listen(function (QueryExecuted $query) use (&$raised): void {
            str_contains($query->sql, 'change_count + 1') && $this->database->transactionLevel() === 1 && $raised++;
        });
        $this->database->transaction(fn () => $this->versions->change('products', fn () => $this->setPrice(200)));

        $this->assertSame([1, 1, 2], [$this->changes(), $this->changes('categories'), $raised]);
        $this->assertSame(['none', 'none'], [$this->standing()['mark'], $this->standing('categories')['mark']]);
    }

    #[Test]
    public function aTransactionThatWasLostIsForgottenAndTheNextOneBeginsAnew(): void
    {
        $this->openShop(TestDatabase::PostgresReadCommitted);
        $this->seen();
        $this->database->beginTransaction();
        $this->versions->bump('products');
        $this->database->disconnect();
        $this->database->forgetRecordModificationState();
        (fn () => $this->transactions = 0)->call($this->database);
        $this->database->transaction(fn () => $this->versions->bump('categories'));

        $this->assertSame([0, 1], [$this->changes(), $this->changes('categories')]);
        $this->assertSame(['live', 'none'], [$this->standing()['mark'], $this->standing('categories')['mark']]);
    }

    /**
     * As RefreshDatabase does it.
     */
    #[Test]
    public function inATestThatRollsEverythingBackItsTransactionIsNone(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $manager = new DatabaseTransactionsManager(['data']);
        $this->app->instance('db.transactions', $manager);
        $this->database->setTransactionManager($manager);
        $this->database->beginTransaction();

        $this->assertNull($this->versions->capture(['products'])->bypass);
        $this->assertStringEndsWith('.1', $this->versions->bump('products')->versions['products']);
        $this->versions->change('products', fn () => $this->setPrice(200));
        $this->assertStringEndsWith('.2', $this->versions->version('products'));
        $this->database->transaction(function (): void {
            $this->assertSame(Captured::TRANSACTION, $this->versions->capture(['products'])->bypass);
            $this->versions->bump('products');
        });
        $this->versions->forget();
        $this->assertNull($this->versions->capture(['products'])->bypass);
        $this->assertStringEndsWith('.3', $this->versions->version('products'));
        $this->database->rollBack();
    }

    /**
     * @return list<string>
     */
    private static function tablesOf(string $file): array
    {
        return (new \PDO("sqlite:{$file}"))->query("select name from sqlite_master where type = 'table' and name like 'cartwright%'")
            ->fetchAll(\PDO::FETCH_COLUMN);
    }
}
