<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Database\DetectsConcurrencyErrors;
use Illuminate\Database\QueryException;
use MasyukAI\Cart\Cart;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;

/**
 * One situation of the matrix on every database, outside and inside of the application's transactions. In each a shop sells
 * a plum: it counts the sale in its own table and adds the plum to the cart, while a rival adds a pear.
 */
abstract class TransactionCellTestCase extends DatabaseTestCase
{
    use DetectsConcurrencyErrors;

    protected Cart $cart;

    protected Nesting $nesting;

    private bool $rivalHasFinished = false;

    abstract protected static function situation(): string;

    /**
     * What is there before, and what our cart has read of it.
     */
    abstract protected function prepare(): void;

    /**
     * What the application does in its transaction before it changes the cart.
     */
    protected function beginWork(): void
    {
        $this->database->table('carts')->get();
    }

    /**
     * The rival gets in between.
     */
    abstract protected function rivalActs(): void;

    /**
     * The rival ends what he could not end while our transaction was open.
     */
    protected function rivalFinishes(): void
    {
    }

    /**
     * What the cart holds when everybody has done his work.
     *
     * @return array<string, int>
     */
    abstract protected function expected(): array;

    /**
     * @return array<string, array{TestDatabase, Nesting}>
     */
    public static function cells(): array
    {
        return TransactionOutcomes::cells(static::situation());
    }

    /**
     * @return array<string, array{TestDatabase, Nesting}>
     */
    public static function cellsInTransactions(): array
    {
        return TransactionOutcomes::cells(static::situation(), Nesting::Outer, Nesting::Nested);
    }

    #[Test]
    #[DataProvider('cells')]
    public function aChangeEndsAsStated(TestDatabase $on, Nesting $nesting): void
    {
        $outcome = $this->enter($on, $nesting);
        $this->nesting->begin($this->database);
        $this->beginWork();
        $this->rivalActs();
        $log = new StatementLog($this->database);
        $failure = null;

        try {
            $this->addThePlum();
        } catch (QueryException $failure) {
        }

        if ($outcome->isAcknowledged()) {
            $this->assertNull($failure, "Not acknowledged: {$failure?->getMessage()}");
            $this->assertRereads($outcome, $log);
            $this->nesting->commit($this->database);
        } else {
            $this->assertIsTheDriversOwn($outcome, $failure);
            $kinds = $log->statements();
            $this->assertSame($failure->getSql(), end($kinds), 'A statement was sent after the one that failed.');
            $this->database->rollBack(0);
        }

        $this->letTheRivalFinish();
        $expected = $this->expected();

        if (! $outcome->isAcknowledged()) {
            unset($expected['plum']);
        }

        $this->assertHolds($expected, $this->stored());
        $this->assertHolds($expected, $this->quantities($this->cart));
    }

    #[Test]
    #[DataProvider('cellsInTransactions')]
    public function theWholeTransactionIsDoneAgainUntilBothEffectsAreThere(TestDatabase $on, Nesting $nesting): void
    {
        $outcome = $this->enter($on, $nesting);
        $attempts = 0;
        $met = null;
        $work = function () use (&$attempts, &$met): void {
            if (++$attempts > 1) {
                $this->letTheRivalFinish();
            }

            $this->beginWork();

            if ($attempts === 1) {
                $this->rivalActs();
            }

            try {
                $this->addThePlum();
                $this->database->table('sales')->increment('plums');
            } catch (Throwable $failure) {
                $met ??= $failure;

                throw $failure;
            }
        };

        try {
            $this->nesting->retrying($this->database, $work);
            $laravelDidIt = true;
        } catch (Throwable $seen) {
            $laravelDidIt = false;
        }

        if ($outcome->isAcknowledged()) {
            $this->assertNull($met, "Not acknowledged: {$met?->getMessage()}");
            $this->assertSame(1, $attempts);
        } else {
            $this->assertIsTheDriversOwn($outcome, $met);
            $this->assertSame($this->laravelRetries($outcome, $met), $laravelDidIt, isset($seen) ? $seen->getMessage() : '');
        }

        if (! $laravelDidIt) {
            $this->assertSame(1, $attempts);
            $this->assertArrayNotHasKey('plum', $this->stored(), 'Half of the transaction was written.');
            // What docs/transactions.md tells an application to do.
            $this->database->rollBack(0);
            $this->nesting->retrying($this->database, $work);
        }

        $this->letTheRivalFinish();
        $this->assertHolds($this->expected(), $this->stored());
        $this->assertHolds($this->expected(), $this->quantities($this->cart));
        $this->assertSame(1, (int) $this->database->table('sales')->value('plums'));
    }

    /**
     * Opens the shop, and says how it is to end.
     */
    private function enter(TestDatabase $on, Nesting $nesting): Outcome
    {
        $this->openOn($on);
        $this->nesting = $nesting;
        $schema = $this->database->getSchemaBuilder();
        $schema->dropIfExists('sales');
        $schema->create('sales', static function ($table): void {
            $table->integer('plums');
        });
        $this->database->table('sales')->insert(['plums' => 0]);
        $this->cart = $this->cart();
        $this->prepare();

        return TransactionOutcomes::of(static::situation(), $on, $nesting);
    }

    private function addThePlum(): void
    {
        $this->cart->add('plum', 'Plum', 5.0);
    }

    private function letTheRivalFinish(): void
    {
        if (! $this->rivalHasFinished) {
            $this->rivalHasFinished = true;
            $this->rivalFinishes();
        }
    }

    private function assertIsTheDriversOwn(Outcome $outcome, ?Throwable $failure): void
    {
        $this->assertNotNull($failure, 'Nothing was thrown.');
        $this->assertInstanceOf(QueryException::class, $failure);
        $this->assertSame($outcome->sqlState(), $failure->errorInfo[0]);
        $this->assertSame($outcome->driverCode(), $failure->errorInfo[1]);
    }

    /**
     * A statement that reads the cart again after a write has changed nothing, and queues for the row as it does so.
     */
    private function assertRereads(Outcome $outcome, StatementLog $log): void
    {
        $kinds = $log->kinds();
        $writes = array_keys(array_intersect($kinds, ['update', 'insert']));
        $again = array_slice($kinds, $writes[0] + 1);
        // SQLite queues by how it begins the transaction, not by how it reads.
        $reads = array_intersect($again, $this->on->isSqlite() ? ['read'] : ['locking read']);
        $this->assertCount($outcome->rereads() ? 1 : 0, $reads, implode(', ', $kinds));
    }

    private function laravelRetries(Outcome $outcome, Throwable $met): bool
    {
        return match ($outcome->doneAgainBy($this->nesting)) {
            Repeater::Laravel => true,
            Repeater::Application => false,
            Repeater::LaravelThatKnows1020 => $this->causedByConcurrencyError($met),
        };
    }
}
