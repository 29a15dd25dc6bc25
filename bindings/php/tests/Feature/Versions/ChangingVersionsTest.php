<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Exceptions\InvalidVersionsException;
use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Exceptions\UnmarkedChangeException;
use Cartwright\Storage\Backoff;
use Cartwright\Tests\Support\LockView;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\Captured;
use Cartwright\Versions\ChangeSettings;
use Cartwright\Versions\Finding;
use Cartwright\Versions\Reconciliation;
use Illuminate\Database\Events\TransactionCommitting;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;
use RuntimeException;

/**
 * Changes in a transaction of their own: begin, callback, raise, confirm, COMMIT, publish.
 */
final class ChangingVersionsTest extends VersionsTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function fromBeforeTheCommitUntilThePublicationTheCacheIsPassedBy(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = $this->seen();
        $during = null;
        $this->app->make('events')->listen(TransactionCommitting::class, function () use (&$during): void {
            $during = $this->standing()['mark'];
        });

        $result = $this->versions->change(['products'], function () {
            $this->assertSame(Captured::PENDING, $this->seen());
            $this->setPrice(200);

            return 'done';
        });

        $this->assertSame(['done', 'live'], [$result, $during]);
        $this->assertSame([200, 1], [$this->price(), $this->changes()]);
        $this->assertNotSame($before, $after = $this->seen());
        $this->assertSame($after, $this->versions->version('products'), 'who has changed it knows it');
        $this->assertSame([$after, 'none'], [$this->standing()['published'], $this->standing()['mark']]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCallbackThatThrowsHasChangedNothingAndKeepsNobodyFromTheCache(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = $this->seen();

        try {
            $this->versions->change('products', function (): never {
                $this->setPrice(200);

                throw new RuntimeException('Out of paper');
            });
        } catch (RuntimeException $failure) {
            $this->assertSame('Out of paper', $failure->getMessage());
        }

        $this->assertSame([100, $before, 0], [$this->price(), $this->seen(), $this->database->transactionLevel()]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function changesWithinAChangeAreOne(TestDatabase $database): void
    {
        $this->openShop($database);

        $this->versions->change('products', function (): void {
            $this->versions->change(['products', 'categories'], fn () => $this->setPrice(150));
            $this->database->transaction(fn () => $this->versions->bump('products'));
            $this->setPrice(200);
        });

        $this->assertSame([1, 1, 200], [$this->changes(), $this->changes('categories'), $this->price()]);
        $this->assertSame('none', $this->standing('categories')['mark']);
    }

    /**
     * A connection to a file is not lost.
     */
    #[Test]
    #[TestWith([TestDatabase::MariaDb])]
    #[TestWith([TestDatabase::PostgresReadCommitted])]
    public function whenTheConnectionIsLostInTheCommitItsMarkStaysUntilItIsLookedUp(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->seen();
        $id = LockView::idOf($this->database);
        $kill = $database->isPostgres() ? "select pg_terminate_backend({$id})" : "kill {$id}";
        $other = $this->app->make('db')->connection('other');
        $this->app->make('events')->listen(
            TransactionCommitting::class,
            static function (TransactionCommitting $event) use ($other, &$kill): void {
                $event->connection === $other || $kill === '' || $other->statement($kill);
            },
        );

        try {
            $this->versions->change('products', fn () => $this->setPrice(200));
            $this->fail('The connection is gone');
        } catch (OutcomeUnknownException $failure) {
            $this->assertStringContainsString('it is not known whether the change is there', $failure->getMessage());
        }

        $kill = '';
        $this->assertSame(Captured::PENDING, $this->seen());
        $this->store->advance(30_001);
        $this->assertStringEndsWith('.0', $this->seen());
        $this->assertSame([100, 0], [$this->price(), $this->database->transactionLevel()]);
    }

    #[Test]
    public function whoIsFasterInAStricterTransactionLetsItBeDoneAgain(): void
    {
        $this->openShop(TestDatabase::PostgresRepeatableRead);
        $times = 0;
        $this->versions->change('products', function () use (&$times): void {
            $this->setPrice($this->price() + 1);
            ++$times === 1 && $this->anotherRequest()->bump('products');
        });

        $this->assertSame([2, 2, 101], [$times, $this->changes(), $this->price()]);
        $this->assertSame('none', $this->standing()['mark']);
    }

    #[Test]
    public function whoIsAlwaysFasterIsToldInTheEndAndNothingIsChanged(): void
    {
        $this->openShop(TestDatabase::PostgresRepeatableRead);
        $times = 0;

        try {
            $this->versions->change('products', function () use (&$times): void {
                $this->setPrice(200);
                $times++;
                $this->anotherRequest()->bump('products');
            });
            $this->fail('Somebody else was faster each time');
        } catch (\PDOException $failure) {
            $this->assertSame('40001', $failure->getCode());
        }

        $this->assertSame([3, 3, 100], [$times, $this->changes(), $this->price()]);
        $this->assertSame('none', $this->standing()['mark']);
    }

    /**
     * SQLite answers who has read before another one writes with "database is locked", at once.
     */
    #[Test]
    public function aChangeOnSqliteTakesItsTurnBeforeItReads(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->versions->change('products', function (): void {
            $this->app->make('db')->connection('other')->getPdo()->setAttribute(\PDO::ATTR_TIMEOUT, 0);
            $price = $this->price();

            try {
                $this->app->make('db')->connection('other')->table('products')->update(['price' => 1]);
                $this->fail('It is our turn');
            } catch (\PDOException $busy) {
                $this->assertStringContainsString('locked', $busy->getMessage());
            }

            $this->setPrice($price + 1);
        });
        $this->assertSame(101, $this->price());
    }

    #[Test]
    public function aMarkThatIsHalfOverIsSetAnewBeforeTheCommit(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $remaining = null;
        $this->app->make('events')->listen(TransactionCommitting::class, function () use (&$remaining): void {
            $remaining = $this->standing()['remaining_ms'];
        });
        $this->versions->change('products', fn () => $this->store->advance(29_000));

        $this->assertSame(30_000, $remaining);
    }

    #[Test]
    public function aChangeThatNobodyCanBeToldOfIsRefused(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->publishIn(['store' => "sqlite:{$this->directory}/nowhere/versions.sqlite", 'journal' => 'memory']);
        $ran = false;

        try {
            $this->versions->change('products', static function () use (&$ran): void {
                $ran = true;
            });
            $this->fail('There is no mark');
        } catch (UnmarkedChangeException) {
            $this->assertFalse($ran);
        }

        $this->assertSame([100, 0], [$this->price(), $this->database->transactionLevel()]);
    }

    #[Test]
    public function orItIsCommittedWithANoteThatItIsStaleUntilItIsReconciled(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $file = "{$this->directory}/nowhere/versions.sqlite";
        $this->publishIn(['store' => "sqlite:{$file}", 'journal' => 'memory', 'when_unmarked' => 'commit_stale']);
        $this->versions->change('products', fn () => $this->setPrice(200));

        $this->assertSame([200, true], [$this->price(), $this->versions->stats()[0]->isStale]);
        $this->assertSame(['lock_unreachable', 'unmarked', 'unpublished'], $this->versions->bump('products')->degraded);
        mkdir(dirname($file));
        $this->assertSame([], $this->versions->bump('products')->degraded);
        $this->assertSame([['stale', false]], self::findings($this->versions->reconcile(false)));
        $this->assertSame([['stale', true]], self::findings($this->versions->reconcile(true)));
        $this->assertSame([[], false], [self::findings($this->versions->reconcile(true)), $this->versions->stats()[0]->isStale]);
    }

    #[Test]
    public function whatAListenerThrowsAfterTheCommitIsThrownAndTheChangeIsNotDoneAgain(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $times = 0;

        try {
            $this->versions->change('products', function () use (&$times): void {
                $times++;
                $this->setPrice(200);
                $this->database->afterCommit(static fn () => throw new RuntimeException('database is locked'));
            });
            $this->fail('The listener has failed');
        } catch (RuntimeException $failure) {
            $this->assertSame('database is locked', $failure->getMessage());
        }

        $this->assertSame([1, 1, 200, 'none'], [$times, $this->changes(), $this->price(), $this->standing()['mark']]);
    }

    #[Test]
    public function theTrailTellsWhoHasRaisedWhatFromWhereToWhere(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->versions->change('products', static fn () => null, 'ann');
        $row = $this->store->call('trail', ['limit' => 1])[0];

        $this->assertSame(['version.raised', 'ann', 'products'], [$row['kind'], $row['who'], $row['subject']]);
        $this->assertStringEndsWith('.0', $row['before']);
        $this->assertSame($this->versions->version('products'), $row['after']);
    }

    /**
     * @return list<array{string, bool}>
     */
    private static function findings(Reconciliation $reconciliation): array
    {
        return array_map(static fn (Finding $one): array => [$one->wrong, $one->isRepaired], $reconciliation->findings);
    }

    protected function changeSettings(): ChangeSettings
    {
        return new ChangeSettings(['products', 'categories'], new Backoff(3, sleep: static fn () => null));
    }

    /**
     * What is refused when it is committed is there all the same.
     */
    #[Test]
    #[TestWith([''])]
    #[TestWith(["\xff"])]
    #[TestWith(['129 bytes'])]
    public function anIdThatIsNoneIsRefusedBeforeAnythingIsRaised(string $id): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $id = $id === '129 bytes' ? str_repeat('x', 129) : $id;
        $alone = fn () => $this->versions->bump('products', $id);

        foreach ([$alone, fn () => $this->database->transaction($alone)] as $bump) {
            try {
                $bump();
                $this->fail('it is an id');
            } catch (InvalidVersionsException $refusal) {
                $this->assertSame('invalid_name', $refusal->detail()['reason']);
            }
        }

        $this->assertSame([0, 'none'], [$this->changes(), $this->standing()['mark']]);
        $this->versions->bump('products', str_repeat('x', 128));
        $this->assertSame(1, $this->changes());
    }

    #[Test]
    public function aJournalThatCannotBeWrittenKeepsNothingFromBeingRaisedAndPublished(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->publishIn(['store' => 'memory', 'journal' => "sqlite:{$this->directory}/nowhere/journal.sqlite", 'busy_timeout_ms' => 1]);
        $this->versions->bump('products');
        $this->versions->change(['products', 'categories'], fn () => $this->setPrice(200));

        $this->assertSame([2, 1, 'none'], [$this->changes(), $this->changes('categories'), $this->standing()['mark']]);
    }
}
