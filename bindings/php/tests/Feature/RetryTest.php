<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Native\NativeCart;
use Cartwright\Storage\Backoff;
use Cartwright\Storage\ItemAddition;
use Cartwright\Storage\ResidentCart;
use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\OvertakenStorage;
use Cartwright\Tests\Support\TestDatabase;
use Closure;
use Illuminate\Database\QueryException;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\CartConflictException;
use PDOException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;

/**
 * Without a transaction of the application a change is tried again: how often, how long, and what is said when it was
 * in vain.
 */
final class RetryTest extends DatabaseTestCase
{
    private const DEADLOCK = 'Deadlock found when trying to get lock';

    private int $attempts = 0;

    /** @var list<int> microseconds */
    private array $pauses = [];

    private float $now = 0.0;

    #[Test]
    public function aChangeThatIsAlwaysOvertakenEndsAsAConflictThatNamesBothVersions(): void
    {
        $this->openWithAnApple();
        $cart = $this->overtaken(function (): bool {
            // From outside nobody could: the second attempt has locked the row.
            $this->database->table('carts')->increment('version');

            return ++$this->attempts > 0;
        });

        try {
            // In a transaction of the application two attempts are all there is.
            $this->database->transaction(fn () => $cart->add('plum', 'Plum', 5.0));
            $this->fail('Nothing was thrown.');
        } catch (CartConflictException $conflict) {
            $this->assertSame('Cart was modified by another request during items update', $conflict->getMessage());
            $this->assertSame(409, $conflict->getCode());
            $this->assertSame(2, $conflict->getAttemptedVersion());
            $this->assertSame(3, $conflict->getCurrentVersion());
        }

        $this->assertSame(2, $this->attempts);
        $this->assertSame(['apple' => 1], $this->stored());
    }

    #[Test]
    public function theConflictNamesWhatWasToBeStored(): void
    {
        $this->openWithAnApple();
        $cart = $this->overtaken(static fn (): bool => true);

        try {
            $this->database->transaction(
                fn () => $cart->addCondition(new CartCondition('SALE', 'discount', 'subtotal', '-10%')),
            );
            $this->fail('Nothing was thrown.');
        } catch (CartConflictException $conflict) {
            $this->assertSame('Cart was modified by another request during conditions update', $conflict->getMessage());
        }
    }

    #[Test]
    public function attemptsAreBounded(): void
    {
        $this->openWithAnApple();
        $cart = $this->resident(fn (): bool => ++$this->attempts > 0, attempts: 5);

        $this->assertConflict(fn () => $cart->change(self::aPlum(...)));

        $this->assertSame(5, $this->attempts);
        // Who met a conflict queues for the row instead of pausing.
        $this->assertSame([], $this->pauses);
    }

    #[Test]
    public function theTimeIsBoundedToo(): void
    {
        $this->openWithAnApple();
        $cart = $this->resident(function (): bool {
            $this->now += 4.0;

            return ++$this->attempts > 0;
        }, attempts: 100);

        $this->assertConflict(fn () => $cart->change(self::aPlum(...)));

        // Ten seconds are allowed: the third attempt ends after twelve.
        $this->assertSame(3, $this->attempts);
    }

    #[Test]
    public function aDeadlockIsTriedAgainAfterPausesThatGrow(): void
    {
        $this->openWithAnApple();
        $cart = $this->resident(function (): bool {
            return ++$this->attempts <= 4 ? throw self::failure('40001', 1213, self::DEADLOCK) : false;
        });

        $cart->change(self::aPlum(...));

        $this->assertSame(5, $this->attempts);
        $this->assertSame([1000, 2000, 4000, 8000], $this->pauses);
        $this->assertHolds(['apple' => 1, 'plum' => 1], $this->stored());
    }

    #[Test]
    public function aPauseIsNeverLongerThanATenthOfASecond(): void
    {
        $this->openWithAnApple();
        $cart = $this->resident(function (): bool {
            return ++$this->attempts <= 11 ? throw self::failure('HY000', 5, 'database is locked') : false;
        });

        $cart->change(self::aPlum(...));

        $this->assertSame(100_000, max($this->pauses));
    }

    #[Test]
    public function aDeadlockThatDoesNotEndIsTheDriversException(): void
    {
        $this->openWithAnApple();
        $deadlock = self::failure('40001', 1213, self::DEADLOCK);
        $cart = $this->resident(fn (): bool => ++$this->attempts > 0 ? throw $deadlock : false, attempts: 3);

        $this->assertThrows($deadlock, fn () => $cart->change(self::aPlum(...)));

        $this->assertSame(3, $this->attempts);
    }

    #[Test]
    public function anyOtherFailureIsNotTriedAgain(): void
    {
        $this->openWithAnApple();
        $full = self::failure('HY000', 13, 'database or disk is full');
        $cart = $this->resident(fn (): bool => ++$this->attempts > 0 ? throw $full : false);

        $this->assertThrows($full, fn () => $cart->change(self::aPlum(...)));

        $this->assertSame(1, $this->attempts);
        $this->assertSame(['apple' => 1], $this->stored());
    }

    /**
     * @return array<string, array{TestDatabase, string, int, string}>
     */
    public static function failuresThatPass(): array
    {
        return [
            'SQLite is busy' => [TestDatabase::SqliteWal, 'HY000', 5, 'database is locked'],
            'a table of SQLite is locked' => [TestDatabase::SqliteWal, 'HY000', 6, 'database table is locked'],
            'MariaDB found a deadlock' => [TestDatabase::MariaDb, '40001', 1213, self::DEADLOCK],
            'MariaDB waited too long' => [
                TestDatabase::MariaDb, 'HY000', 1205, 'Lock wait timeout exceeded; try restarting transaction',
            ],
            'a record changed since it was read' => [
                TestDatabase::MariaDb, 'HY000', 1020, 'Record has changed since last read',
            ],
            'PostgreSQL found a deadlock, and says so in German' => [
                TestDatabase::PostgresReadCommitted, '40P01', 7, 'Verklemmung (Deadlock) entdeckt',
            ],
            'PostgreSQL could not serialize' => [TestDatabase::PostgresReadCommitted, '40001', 7, 'kein Zugriff'],
        ];
    }

    #[Test]
    #[DataProvider('failuresThatPass')]
    public function whatMayPassIsTriedAgain(TestDatabase $on, string $state, int $code, string $message): void
    {
        $this->openOn($on);

        $this->assertTrue($this->cart()->storage()->mayRetry(self::failure($state, $code, $message)));
    }

    private function openWithAnApple(): void
    {
        $this->openOn(TestDatabase::MariaDb);
        $this->cart()->add('apple', 'Apple', 20.0);
    }

    /**
     * @param Closure(): bool $overtakes
     */
    private function overtaken(Closure $overtakes): Cart
    {
        return new Cart(new OvertakenStorage($this->database, $overtakes), 'customer');
    }

    /**
     * @param Closure(): bool $overtakes
     */
    private function resident(Closure $overtakes, int $attempts = 12): ResidentCart
    {
        return new ResidentCart(new OvertakenStorage($this->database, $overtakes), 'customer', 'default', new Backoff(
            $attempts,
            10.0,
            function (int $microseconds): void {
                $this->pauses[] = $microseconds;
            },
            static fn (int $shortest, int $longest): int => $longest,
            fn (): float => $this->now,
        ));
    }

    private static function aPlum(NativeCart $cart): void
    {
        $cart->add((new ItemAddition('plum', 'Plum', 5.0, 1, [], null, null))->forEngine());
    }

    private static function failure(string $state, int $code, string $message): QueryException
    {
        $failure = new PDOException("SQLSTATE[{$state}]: {$code} {$message}");
        $failure->errorInfo = [$state, $code, $message];

        return new QueryException('shop', 'update "carts"', [], $failure);
    }

    private function assertConflict(callable $change): void
    {
        try {
            $change();
            $this->fail('Nothing was thrown.');
        } catch (CartConflictException) {
        }
    }

    private function assertThrows(Throwable $expected, callable $change): void
    {
        try {
            $change();
            $this->fail('Nothing was thrown.');
        } catch (QueryException $thrown) {
            $this->assertSame($expected, $thrown);
        }
    }
}
