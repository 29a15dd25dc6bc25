<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\LockView;
use Cartwright\Tests\Support\LossyProxy;
use Cartwright\Tests\Support\StatementLog;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\Connection;
use Illuminate\Database\QueryException;
use MasyukAI\Cart\Cart;
use PDOException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

/**
 * The connection to the server is lost in the middle of a change. A change is there once, or not at all, and the
 * application is told which, or that nobody knows; it is never there twice.
 */
final class LostConnectionTest extends DatabaseTestCase
{
    private LossyProxy $proxy;

    /** The connection that is going to be lost. */
    private Connection $wire;

    private Cart $cart;

    protected function tearDown(): void
    {
        $this->proxy->end();

        parent::tearDown();
    }

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function servers(): array
    {
        return TestDatabase::rows(
            TestDatabase::MariaDb,
            TestDatabase::MariaDbSnapshotIsolation,
            TestDatabase::PostgresReadCommitted,
            TestDatabase::PostgresRepeatableRead,
        );
    }

    #[Test]
    #[DataProvider('servers')]
    public function aLostReplyLeavesTheOutcomeUnknownAndTheChangeThereOnce(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->content();
        $this->proxy->loseTheReplyTo('update');

        $this->assertOutcomeUnknown(fn () => $this->cart->add('apple', 'Apple', 20.0));

        $this->assertHolds(['apple' => 2], $this->stored());
        // The application reads, as it is told to, and goes on.
        $this->assertHolds(['apple' => 2], $this->quantities($this->cart));
        $this->assertSame(3, $this->cart->add('apple', 'Apple', 20.0)->quantity);
    }

    #[Test]
    #[DataProvider('servers')]
    public function aLostReplyToTheFirstInsertLeavesTheOutcomeUnknownToo(TestDatabase $on): void
    {
        $this->open($on);
        $guest = $this->cart($this->wire, 'guest');
        $this->proxy->loseTheReplyTo('insert');

        $this->assertOutcomeUnknown(fn () => $guest->add('pear', 'Pear', 10.0));

        $this->assertHolds(['pear' => 1], $this->stored('guest'));
        $this->assertSame(2, $guest->add('pear', 'Pear', 10.0)->quantity);
    }

    #[Test]
    #[DataProvider('servers')]
    public function aServerThatCannotBeReachedAfterwardsLeavesTheOutcomeUnknown(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->content();
        $this->proxy->loseTheReplyTo('update', forever: true);

        $this->assertOutcomeUnknown(fn () => $this->cart->add('apple', 'Apple', 20.0));

        $this->assertHolds(['apple' => 2], $this->stored());
    }

    #[Test]
    #[DataProvider('servers')]
    public function aConnectionThatTheApplicationClosedBeforeMakesNoDifference(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->content();
        $this->wire->disconnect();
        $this->proxy->loseTheReplyTo('update');

        $this->assertOutcomeUnknown(fn () => $this->cart->add('apple', 'Apple', 20.0));

        $this->assertHolds(['apple' => 2], $this->stored());
    }

    #[Test]
    #[DataProvider('servers')]
    public function aChangeThatDoesNotArriveIsSentAgainOnANewConnection(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->content();
        $this->proxy->loseTheConnectionBefore('update');

        $this->assertSame(2, $this->cart->add('apple', 'Apple', 20.0)->quantity);

        $this->proxy->assertHasLost();
        $this->assertHolds(['apple' => 2], $this->stored());
    }

    #[Test]
    #[DataProvider('servers')]
    public function aConnectionThatTheServerClosedWhileIdleIsMadeAnew(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->content();
        $id = LockView::idOf($this->wire);
        $this->database->statement($on->isPostgres() ? "select pg_terminate_backend({$id}, 5000)" : "kill {$id}");

        $this->assertSame(2, $this->cart->add('apple', 'Apple', 20.0)->quantity);

        $this->assertHolds(['apple' => 2], $this->stored());
    }

    #[Test]
    #[DataProvider('servers')]
    public function aReadThatIsLostIsReadAgain(TestDatabase $on): void
    {
        $this->open($on);
        $this->proxy->loseTheReplyTo('select id, version');

        $this->assertHolds(['apple' => 1], $this->quantities($this->cart));

        $this->proxy->assertHasLost();
    }

    #[Test]
    #[DataProvider('servers')]
    public function aLostReplyToTheCommitOfOurOwnTransactionLeavesTheOutcomeUnknown(TestDatabase $on): void
    {
        $this->openInConflict($on);
        $this->proxy->loseTheReplyTo('COMMIT', later: 0);

        $this->assertOutcomeUnknown(fn () => $this->cart->add('apple', 'Apple', 20.0));

        $this->assertHolds(['apple' => 2, 'pear' => 1], $this->stored());
        $this->assertSame(3, $this->cart->add('apple', 'Apple', 20.0)->quantity);
    }

    #[Test]
    #[DataProvider('servers')]
    public function aConnectionLostInsideOurOwnTransactionIsTheDriversErrorAndNothingIsStored(TestDatabase $on): void
    {
        $this->assertNothingIsStoredIfLostAt('for update', $on);
    }

    /**
     * On MariaDB nothing is said between the beginning and the first read.
     */
    #[Test]
    #[TestWith([TestDatabase::PostgresReadCommitted])]
    #[TestWith([TestDatabase::PostgresRepeatableRead])]
    public function aConnectionLostWhileOurOwnTransactionBeginsIsNotHeldForTheApplicationsTransaction(
        TestDatabase $on,
    ): void {
        $this->assertNothingIsStoredIfLostAt('set transaction isolation level', $on);
    }

    #[Test]
    #[DataProvider('servers')]
    public function aConnectionLostInTheApplicationsTransactionIsTheDriversErrorAndNothingIsSentAfterIt(
        TestDatabase $on,
    ): void {
        $this->open($on);
        $this->cart->content();
        $this->wire->beginTransaction();
        $this->proxy->loseTheReplyTo('update');
        $log = new StatementLog($this->wire);

        try {
            $this->cart->add('apple', 'Apple', 20.0);
            $this->fail('Nothing was thrown.');
        } catch (QueryException $lost) {
            $statements = $log->statements();
            $this->assertSame($lost->getSql(), end($statements));
        }

        $this->proxy->assertHasLost();
        $this->assertHolds(['apple' => 1], $this->stored());

        try {
            $this->wire->rollBack();
        } catch (PDOException) {
            // There is nobody to say it to; Laravel counts the transaction as over.
        }

        $this->assertSame(2, $this->cart->add('apple', 'Apple', 20.0)->quantity);
        $this->assertHolds(['apple' => 2], $this->stored());
    }

    private function open(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->proxy = new LossyProxy($this->settings()['host'], $this->settings()['port']);
        $this->wire = $this->connection('wire', null, ['host' => '127.0.0.1', 'port' => $this->proxy->port]);
        $this->cart = $this->cart($this->wire);
    }

    /**
     * The first attempt of the next change meets a conflict; the second is made in a transaction of our own.
     */
    private function openInConflict(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->content();
        $this->rivalCart()->add('pear', 'Pear', 10.0);
    }

    /**
     * Of our own transaction. The connection is given up with it, so that the next change is made on a new one.
     */
    private function assertNothingIsStoredIfLostAt(string $statement, TestDatabase $on): void
    {
        $this->openInConflict($on);
        $this->proxy->loseTheReplyTo($statement);

        try {
            $this->cart->add('apple', 'Apple', 20.0);
            $this->fail('Nothing was thrown.');
        } catch (QueryException $lost) {
            $this->assertStringContainsString($statement, $lost->getSql());
        }

        $this->proxy->assertHasLost();
        $this->assertSame(0, $this->wire->transactionLevel());
        $this->assertHolds(['apple' => 1, 'pear' => 1], $this->stored());
        $this->assertSame(2, $this->cart->add('apple', 'Apple', 20.0)->quantity);
    }

    private function assertOutcomeUnknown(callable $change): void
    {
        try {
            $change();
            $this->fail('Acknowledged, although the reply was lost.');
        } catch (OutcomeUnknownException $unknown) {
            $this->assertStringContainsString('read the cart again', $unknown->getMessage());
        }

        $this->proxy->assertHasLost();
    }
}
