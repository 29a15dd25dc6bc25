<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Transactions;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use Closure;
use Illuminate\Database\DeadlockException;
use Illuminate\Database\DetectsConcurrencyErrors;
use Illuminate\Database\QueryException;
use MasyukAI\Cart\Cart;
use PDOException;
use PHPUnit\Framework\Attributes\Test;
use Throwable;

/**
 * What comes out of DB::transaction() where Laravel does not do the transaction again: docs/transactions.md tells
 * shops how to do it themselves.
 */
final class WhatTheApplicationSeesTest extends DatabaseTestCase
{
    use DetectsConcurrencyErrors;

    private Cart $cart;

    #[Test]
    public function aSerializationFailureInANestedTransactionComesOutWrappedAndIsNotDoneAgain(): void
    {
        $this->openWithAnApple(TestDatabase::PostgresRepeatableRead);

        $seen = $this->seenFrom(fn () => $this->database->transaction(
            fn () => $this->database->transaction($this->staleAdd(...)),
            3,
        ));

        $this->assertInstanceOf(DeadlockException::class, $seen);
        $this->assertNotSame('40001', $seen->getCode());
        $this->assertInstanceOf(QueryException::class, $seen->getPrevious());
        $this->assertSame('40001', $seen->getPrevious()->getCode());
        $this->assertSame(0, $this->database->transactionLevel());
        $this->assertHolds(['apple' => 1, 'pear' => 1], $this->stored());
    }

    #[Test]
    public function aRecordThatChangedComesOutAsItIsWhereLaravelDoesNotKnowTheError(): void
    {
        $this->openWithAnApple(TestDatabase::MariaDbSnapshotIsolation);

        $seen = $this->seenFrom(fn () => $this->database->transaction($this->staleAdd(...), 3));

        if ($this->laravelKnows1020()) {
            $this->assertNull($seen);

            return;
        }

        $this->assertInstanceOf(QueryException::class, $seen);
        $this->assertSame(['HY000', 1020], array_slice($seen->errorInfo, 0, 2));
        $this->assertSame(0, $this->database->transactionLevel());
    }

    #[Test]
    public function inANestedTransactionSuchALaravelLosesCountAndRollBackToZeroSetsItRight(): void
    {
        $this->openWithAnApple(TestDatabase::MariaDbSnapshotIsolation);
        $work = fn () => $this->database->transaction(fn () => $this->database->transaction($this->staleAdd(...)), 3);

        $seen = $this->seenFrom($work);

        if ($this->laravelKnows1020()) {
            $this->assertNull($seen);

            return;
        }

        // The server has ended the transaction, so the savepoint that Laravel goes back to is gone.
        $this->assertInstanceOf(PDOException::class, $seen);
        $this->assertSame(1305, $seen->errorInfo[1]);
        $this->assertSame(2, $this->database->transactionLevel());

        $this->database->rollBack(0);

        $this->assertSame(0, $this->database->transactionLevel());
        $work();
        $this->assertHolds(['apple' => 1, 'pear' => 1, 'plum' => 1], $this->stored());
    }

    private function openWithAnApple(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->cart = $this->cart();
    }

    /**
     * Reads, is overtaken the first time, and adds.
     */
    private function staleAdd(): void
    {
        $this->cart->content();

        if (! isset($this->stored()['pear'])) {
            $this->rivalCart()->add('pear', 'Pear', 10.0);
        }

        $this->cart->add('plum', 'Plum', 5.0);
    }

    private function seenFrom(Closure $work): ?Throwable
    {
        try {
            $work();

            return null;
        } catch (Throwable $seen) {
            return $seen;
        }
    }

    private function laravelKnows1020(): bool
    {
        return $this->causedByConcurrencyError(new PDOException('Record has changed since last read in table'));
    }
}
