<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Transactions;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\Nesting;
use Cartwright\Tests\Support\Outcome;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\TransactionOutcomes;
use Closure;
use MasyukAI\Cart\Cart;
use PDOException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Our change is rolled back with the transaction it was made in. Then a rival commits another change, and the row has the
 * very version number that ours had had. The same Cart object must not take the one for the other.
 */
final class RolledBackChangeTest extends DatabaseTestCase
{
    private Cart $cart;

    /**
     * @return array<string, array{TestDatabase, Nesting}>
     */
    public static function cells(): array
    {
        return TransactionOutcomes::cells(TransactionOutcomes::ROLLBACK);
    }

    #[Test]
    #[DataProvider('cells')]
    public function whatWasRolledBackIsNeitherShownNorBuiltOn(TestDatabase $on, Nesting $nesting): void
    {
        $this->openWithAnApple($on);
        $this->addThePlumAndRollBack($nesting);

        // Without a transaction there is nothing to roll back: the plum is in the cart.
        $kept = $nesting === Nesting::None ? ['plum' => 1] : [];
        $this->assertHolds(['apple' => 1] + $kept, $this->quantities($this->cart));

        $this->rivalCart()->add('pear', 'Pear', 10.0);
        $this->assertHolds(['apple' => 1, 'pear' => 1] + $kept, $this->quantities($this->cart));

        $this->assertSame(Outcome::Acknowledged, TransactionOutcomes::of(TransactionOutcomes::ROLLBACK, $on, $nesting));
        $this->cart->add('fig', 'Fig', 1.0);
        $this->assertHolds(['apple' => 1, 'pear' => 1, 'fig' => 1] + $kept, $this->stored());
    }

    #[Test]
    #[DataProvider('cells')]
    public function aChangeRightAfterTheRollbackDoesNotOverwriteTheRival(TestDatabase $on, Nesting $nesting): void
    {
        $this->openWithAnApple($on);
        $this->addThePlumAndRollBack($nesting);
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        // No read in between: what the Cart object believes is what it stored and what was then rolled back.
        $this->cart->add('fig', 'Fig', 1.0);

        $kept = $nesting === Nesting::None ? ['plum' => 1] : [];
        $this->assertHolds(['apple' => 1, 'pear' => 1, 'fig' => 1] + $kept, $this->stored());
    }

    #[Test]
    #[DataProvider('cells')]
    public function theFirstInsertThatWasRolledBackLeavesNoCartBehind(TestDatabase $on, Nesting $nesting): void
    {
        $this->openOn($on);
        $this->cart = $this->cart();
        $this->addThePlumAndRollBack($nesting);
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        $this->cart->add('fig', 'Fig', 1.0);

        $kept = $nesting === Nesting::None ? ['plum' => 1] : [];
        $this->assertHolds(['pear' => 1, 'fig' => 1] + $kept, $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function anOuterRollbackAlsoTakesBackWhatANestedTransactionHadCommitted(TestDatabase $on): void
    {
        $this->openWithAnApple($on);
        $this->database->beginTransaction();
        $this->database->transaction(fn () => $this->cart->add('plum', 'Plum', 5.0));
        $this->database->rollBack();
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        $this->cart->add('fig', 'Fig', 1.0);

        $this->assertHolds(['apple' => 1, 'pear' => 1, 'fig' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSavepointTakesBackItsOwnChangesOnly(TestDatabase $on): void
    {
        $this->openWithAnApple($on);
        $this->database->transaction(function (): void {
            $this->cart->add('plum', 'Plum', 5.0);

            try {
                $this->database->transaction(function (): void {
                    $this->cart->add('fig', 'Fig', 1.0);
                    $this->cart->add('plum', 'Plum', 5.0);

                    throw new RuntimeException('the payment was refused');
                });
            } catch (RuntimeException) {
            }

            $this->assertHolds(['apple' => 1, 'plum' => 1], $this->quantities($this->cart));
            $this->cart->add('pear', 'Pear', 10.0);
            $this->assertHolds(['apple' => 1, 'plum' => 1, 'pear' => 1], $this->quantities($this->cart));
        });

        $this->assertHolds(['apple' => 1, 'plum' => 1, 'pear' => 1], $this->stored());
    }

    /**
     * @return array<string, array{TestDatabase, Closure}>
     */
    public static function transactionsBehindLaravelsBack(): array
    {
        $ways = [
            'by PDO' => [static fn ($pdo) => $pdo->beginTransaction(), static fn ($pdo) => $pdo->rollBack()],
            'by a statement' => [static fn ($pdo) => $pdo->exec('begin'), static fn ($pdo) => $pdo->exec('rollback')],
        ];
        $rows = [];

        foreach (TestDatabase::cases() as $on) {
            foreach ($ways as $way => [$begin, $rollBack]) {
                $rows["on {$on->value}, begun {$way}"] = [$on, $begin, $rollBack];
            }
        }

        return $rows;
    }

    #[Test]
    #[DataProvider('transactionsBehindLaravelsBack')]
    public function aTransactionBehindLaravelsBackIsTheApplicationsToo(
        TestDatabase $on,
        Closure $begin,
        Closure $rollBack,
    ): void {
        $this->openWithAnApple($on);
        $pdo = $this->database->getPdo();
        $begin($pdo);
        $this->cart->add('plum', 'Plum', 5.0);
        $this->assertHolds(['apple' => 1, 'plum' => 1], $this->quantities($this->cart));
        $this->assertHolds(['apple' => 1], $this->stored());
        $rollBack($pdo);
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        $this->cart->add('fig', 'Fig', 1.0);

        $this->assertHolds(['apple' => 1, 'pear' => 1, 'fig' => 1], $this->stored());
    }

    #[Test]
    public function aCommitThatFailsTakesTheChangeBackToo(): void
    {
        // SQLite with its default journal cannot commit while somebody reads.
        $this->openWithAnApple(TestDatabase::SqliteJournal);
        $impatient = $this->connection('impatient', 0);
        $cart = $this->cart($impatient);
        $cart->content();
        $reader = $this->connection('rival')->getPdo();
        $reader->exec('begin');
        $reader->query('select * from carts')->fetchAll();

        $impatient->beginTransaction();
        $cart->add('plum', 'Plum', 5.0);

        try {
            $impatient->commit();
            $this->fail('Committed although somebody was reading.');
        } catch (PDOException $busy) {
            $this->assertSame(5, $busy->errorInfo[1]);
        }

        $impatient->getPdo()->exec('rollback');
        $reader->exec('commit');
        $this->rivalCart()->add('pear', 'Pear', 10.0);
        $cart->add('fig', 'Fig', 1.0);

        $this->assertHolds(['apple' => 1, 'pear' => 1, 'fig' => 1], $this->stored());
    }

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows();
    }

    private function openWithAnApple(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->cart = $this->cart();
        $this->cart->content();
    }

    /**
     * In a nested transaction the savepoint is rolled back, and the outer one commits what is left: nothing.
     */
    private function addThePlumAndRollBack(Nesting $nesting): void
    {
        $nesting->begin($this->database);
        $this->cart->add('plum', 'Plum', 5.0);
        $this->database->rollBack();

        if ($nesting === Nesting::Nested) {
            $this->database->commit();
        }
    }
}
