<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Merge\MergeDecision;
use Cartwright\Merge\MergeResult;
use Cartwright\Storage\CartMerge;
use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\OvertakenStorage;
use Cartwright\Tests\Support\TestDatabase;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Storage\DatabaseStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * A merge is one step: whatever fails and whoever comes in between, nothing of the two carts is lost or there twice.
 */
final class MergeOnDatabaseTest extends DatabaseTestCase
{
    private const MANY = 30;

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function allDatabases(): array
    {
        return TestDatabase::rows();
    }

    #[Test]
    #[DataProvider('databases')]
    public function aMergeThatCannotBeStoredLeavesBothCarts(TestDatabase $on): void
    {
        $this->openWithTwoCarts($on);
        $full = new OvertakenStorage($this->database, static fn (): bool => throw new RuntimeException('disk is full'));

        $this->assertRefused(
            RuntimeException::class,
            'disk is full',
            fn () => CartMerge::merge($full, 'customer', 'guest'),
        );

        $this->assertHolds(['apple' => 1, 'pear' => 2], $this->stored());
        $this->assertHolds(['pear' => 3, 'plum' => 4], $this->stored('guest'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSourceThatCannotBeRemovedLeavesBothCarts(TestDatabase $on): void
    {
        $this->openWithTwoCarts($on);
        $this->database->beforeExecuting(static function (string $sql): void {
            str_starts_with($sql, 'delete') && throw new RuntimeException('no');
        });

        $this->assertRefused(RuntimeException::class, 'no', fn () => $this->merge());

        $this->assertHolds(['apple' => 1, 'pear' => 2], $this->stored());
        $this->assertHolds(['pear' => 3, 'plum' => 4], $this->stored('guest'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function whoMakesTheDecisionsMayFail(TestDatabase $on): void
    {
        $this->openWithTwoCarts($on);

        $this->assertRefused(RuntimeException::class, 'no', fn () => CartMerge::merge(
            new DatabaseStorage($this->database),
            'customer',
            'guest',
            decide: static fn (): MergeDecision => throw new RuntimeException('no'),
        ));

        $this->assertSame(0, $this->database->transactionLevel());
        $this->assertHolds(['pear' => 3, 'plum' => 4], $this->stored('guest'));
        $this->merge();
        $this->assertHolds(['apple' => 1, 'pear' => 5, 'plum' => 4], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function whoIsOvertakenMergesAgain(TestDatabase $on): void
    {
        $this->openWithTwoCarts($on);
        $times = 0;
        $overtaken = new OvertakenStorage($this->database, static function () use (&$times): bool {
            return ++$times < 3;
        });

        $this->assertSame(10, CartMerge::merge($overtaken, 'customer', 'guest')->quantity);

        $this->assertSame(3, $times);
        $this->assertHolds(['apple' => 1, 'pear' => 5, 'plum' => 4], $this->stored());
    }

    #[Test]
    public function whoIsOvertakenEveryTimeIsToldSo(): void
    {
        $this->openWithTwoCarts(TestDatabase::SqliteWal);
        $overtaken = new OvertakenStorage($this->database, static fn (): bool => true);

        try {
            CartMerge::merge($overtaken, 'customer', 'guest');
            $this->fail('Nothing was thrown.');
        } catch (CartConflictException $conflict) {
            $this->assertSame(2, $conflict->getCurrentVersion());
        }

        $this->assertHolds(['pear' => 3, 'plum' => 4], $this->stored('guest'));
    }

    #[Test]
    #[DataProvider('allDatabases')]
    public function inTheApplicationsTransactionAMergeIsPartOfIt(TestDatabase $on): void
    {
        $this->openWithTwoCarts($on);
        $cart = $this->cart();
        $cart->content();

        try {
            $this->database->transaction(function (): void {
                $this->merge();

                throw new RuntimeException('no');
            });
        } catch (RuntimeException) {
            $this->assertHolds(['apple' => 1, 'pear' => 2], $this->stored());
            $this->assertHolds(['pear' => 3, 'plum' => 4], $this->stored('guest'));
        }

        $this->assertHolds(['apple' => 1, 'pear' => 2], $this->quantities($cart));
        $this->database->transaction(fn () => $this->merge());
        $this->assertHolds(['apple' => 1, 'pear' => 5, 'plum' => 4], $this->stored());
        $this->assertNull($this->row('guest'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function whoHoldsOneOfTheCartsSeesTheMerge(TestDatabase $on): void
    {
        $this->openWithTwoCarts($on);
        $customer = $this->rivalCart();
        $guest = $this->rivalCart('guest');
        $this->assertSame(10, $customer->count() + $guest->count());

        $this->merge();
        $customer->add('apple', 'Apple', 20.0);
        $guest->add('plum', 'Plum', 5.0);

        $this->assertHolds(['apple' => 2, 'pear' => 5, 'plum' => 4], $this->stored());
        $this->assertHolds(['plum' => 1], $this->stored('guest'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function nothingIsLostThatAnotherProcessAddsToTheSourceMeanwhile(TestDatabase $on): void
    {
        $this->openOn($on);
        $rival = $this->rivalProcess();
        $rival->tell('add many', 'guest', self::MANY);
        $merges = 0;

        while (! $rival->hasAnswered(0.0)) {
            $merges += (int) $this->merge()->merged;
        }

        $rival->hasDone();
        $merges += (int) $this->merge()->merged;

        $this->assertGreaterThan(0, $merges);
        $this->assertNull($this->row('guest'));
        $this->assertHolds(self::manyItems(), $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function nothingIsLostThatAnotherProcessAddsToTheTargetMeanwhile(TestDatabase $on): void
    {
        $this->openOn($on);
        $rival = $this->rivalProcess();
        $rival->tell('add many', 'customer', self::MANY);
        $given = 0;

        while (! $rival->hasAnswered(0.0)) {
            $this->cart(identifier: 'guest')->add('given', 'Given', 1.0);
            $given++;
            $this->merge();
        }

        $rival->hasDone();

        $this->assertGreaterThan(0, $given);
        $this->assertHolds(self::manyItems() + ['given' => $given], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function twoProcessesThatMergeTheOtherWayRoundLoseNothing(TestDatabase $on): void
    {
        $this->openWithTwoCarts($on);
        $rival = $this->rivalProcess();
        $rival->tell('merge often', 'guest', 'customer', 30);

        while (! $rival->hasAnswered(0.0)) {
            $this->merge();
        }

        $rival->hasDone();
        $this->merge();

        $this->assertHolds(['apple' => 1, 'pear' => 5, 'plum' => 4], $this->stored());
        $this->assertNull($this->row('guest'));
    }

    private function openWithTwoCarts(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->cart()->add('pear', 'Pear', 10.0, 2);
        $this->cart(identifier: 'guest')->add('pear', 'Pear', 10.0, 3);
        $this->cart(identifier: 'guest')->add('plum', 'Plum', 5.0, 4);
    }

    private function merge(): MergeResult
    {
        return CartMerge::merge(new DatabaseStorage($this->database), 'customer', 'guest');
    }

    /**
     * @return array<string, int>
     */
    private static function manyItems(): array
    {
        return array_fill_keys(array_map(static fn (int $at): string => "item-{$at}", range(1, self::MANY)), 1);
    }
}
