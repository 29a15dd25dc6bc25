<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Transactions;

use Cartwright\Tests\Support\LockView;
use Cartwright\Tests\Support\Nesting;
use Cartwright\Tests\Support\RivalProcess;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\TransactionCellTestCase;
use Cartwright\Tests\Support\TransactionOutcomes;

/**
 * We have locked the stock and want the cart's row, a rival has locked the row and wants the stock. Without a transaction
 * nobody holds one lock while he waits for another: we wait, and go on when the rival has committed.
 *
 * SQLite has one lock for the whole file, so the circle there is: both have read, and both want to write.
 */
final class DeadlockTest extends TransactionCellTestCase
{
    private RivalProcess $rival;

    protected static function situation(): string
    {
        return TransactionOutcomes::DEADLOCK;
    }

    protected function prepare(): void
    {
        $schema = $this->database->getSchemaBuilder();

        foreach (['stock', 'ballast'] as $table) {
            $schema->dropIfExists($table);
            $schema->create($table, static function ($table): void {
                $table->integer('plums');
            });
            $this->database->table($table)->insert(['plums' => 10]);
        }

        $this->cart()->add('apple', 'Apple', 20.0);
        $this->cart->content();
        $this->rival = $this->rivalProcess();
        $this->makeUsTheVictim();
        $this->rival->does('begin');
    }

    protected function beginWork(): void
    {
        if ($this->on->isSqlite()) {
            parent::beginWork();
        } elseif ($this->nesting !== Nesting::None) {
            $this->database->table('stock')->decrement('plums');
        }
    }

    protected function rivalActs(): void
    {
        $this->rival->does('statement', 'insert into ballast values (1), (2), (3), (4), (5), (6), (7), (8), (9)');
        $this->rival->does('add', 'pear');

        match (true) {
            $this->nesting === Nesting::None => $this->letTheRivalCommitWhenWeWait(),
            $this->on === TestDatabase::SqliteWal => null,
            $this->on === TestDatabase::SqliteJournal => $this->letTheRivalWaitForUs('commit'),
            default => $this->letTheRivalWaitForUs('statement', 'update stock set plums = plums - 1'),
        };
    }

    protected function rivalFinishes(): void
    {
        if ($this->nesting === Nesting::None) {
            return;
        }

        if ($this->on !== TestDatabase::SqliteWal) {
            $this->rival->hasDone();
        }

        if ($this->on !== TestDatabase::SqliteJournal) {
            $this->rival->does('commit');
        }
    }

    protected function expected(): array
    {
        return ['apple' => 1, 'pear' => 1, 'plum' => 1];
    }

    /**
     * PostgreSQL ends the transaction of whoever first asks whether there is a circle, MariaDB's the lighter one.
     */
    private function makeUsTheVictim(): void
    {
        if ($this->on->isPostgres()) {
            $this->database->statement('set deadlock_timeout = 10');
            $this->rival->does('statement', "set deadlock_timeout = '1h'");
        }
    }

    /**
     * @param string ...$command what makes the rival wait
     */
    private function letTheRivalWaitForUs(string ...$command): void
    {
        $this->rival->tell(...$command);
        $looker = $this->connection('looker');
        $this->rival->untilItWaits(fn (): bool => $this->on->isSqlite()
            ? LockView::writerWaitsForReaders($this->settings()['database'])
            : LockView::isWaiting($looker, $this->rival->connection));
    }

    private function letTheRivalCommitWhenWeWait(): void
    {
        $told = false;
        $us = LockView::idOf($this->database);
        $this->database->beforeExecuting(function () use (&$told, $us): void {
            if (! $told) {
                $told = true;
                $this->rival->tell('commit as soon as they wait', $us);
            }
        });
    }
}
