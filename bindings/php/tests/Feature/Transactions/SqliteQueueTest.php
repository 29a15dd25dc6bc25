<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Transactions;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\RivalProcess;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\QueryException;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * SQLite has one writer at a time. Who asks for the lock before he has read anything waits his turn; who has read is
 * refused at once, because waiting could not help him.
 */
final class SqliteQueueTest extends DatabaseTestCase
{
    private RivalProcess $rival;

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function journals(): array
    {
        return TestDatabase::rows(TestDatabase::SqliteWal, TestDatabase::SqliteJournal);
    }

    #[Test]
    #[DataProvider('journals')]
    public function aTransactionThatBeginsWithTheCartWaitsForTheWriter(TestDatabase $on): void
    {
        $this->openWithAWriter($on);
        // A cart that has not been read yet: it has to read the row before it can change it.
        $cart = $this->cart();
        $this->database->beginTransaction();
        $this->letTheWriterCommitWhenWeWait();

        $cart->add('plum', 'Plum', 5.0);

        $this->database->commit();
        $this->assertSame(['done' => 'commit as soon as they wait'], $this->rival->answer());
        $this->assertHolds(['apple' => 1, 'pear' => 1, 'plum' => 1], $this->stored());
    }

    #[Test]
    public function aTransactionThatHasReadIsRefusedAtOnce(): void
    {
        $this->openWithAWriter(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $this->database->beginTransaction();
        $cart->content();
        $begun = hrtime(true);

        try {
            $cart->add('plum', 'Plum', 5.0);
            $this->fail('Nothing was thrown.');
        } catch (QueryException $busy) {
            $this->assertSame(5, $busy->errorInfo[1]);
        }

        $this->assertLessThan(TestDatabase::PATIENCE / 2, (hrtime(true) - $begun) / 1e9);
        $this->database->rollBack();
        $this->rival->does('commit');
        $this->assertHolds(['apple' => 1, 'pear' => 1], $this->quantities($cart));
    }

    #[Test]
    public function busyIsKnownInItsExtendedFormToo(): void
    {
        if (! defined('PDO::SQLITE_ATTR_EXTENDED_RESULT_CODES')) {
            $this->fail('PDO cannot be asked for extended codes.');
        }

        $this->openOn(TestDatabase::SqliteWal);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->database->getPdo()->setAttribute(PDO::SQLITE_ATTR_EXTENDED_RESULT_CODES, true);
        $this->database->beginTransaction();
        $cart = $this->cart();
        $cart->content();
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        try {
            $cart->add('plum', 'Plum', 5.0);
            $this->fail('Nothing was thrown.');
        } catch (QueryException $busy) {
            $this->assertSame(5 | 2 << 8, $busy->errorInfo[1], 'SQLITE_BUSY_SNAPSHOT');
            $this->assertTrue($cart->storage()->mayRetry($busy));
        }

        $this->database->rollBack();
    }

    private function openWithAWriter(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->rival = $this->rivalProcess();
        $this->rival->does('begin');
        $this->rival->does('add', 'pear');
    }

    private function letTheWriterCommitWhenWeWait(): void
    {
        $told = false;
        $this->database->beforeExecuting(function () use (&$told): void {
            if (! $told) {
                $told = true;
                $this->rival->tell('commit as soon as they wait', getmypid());
            }
        });
    }
}
