<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\Events\QueryExecuted;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * How many statements a call costs, counted as Laravel counts them.
 */
final class StatementsTest extends DatabaseTestCase
{
    /** @var list<string> */
    private array $statements = [];

    private Cart $cart;

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aChangeOfACartThatIsHereIsOneWrite(TestDatabase $on): void
    {
        $this->openWithACart($on);
        $this->cart->content();

        $this->assertStatements(['update'], fn () => $this->cart->add('apple', 'Apple', 20.0));
        $this->assertStatements(['update'], fn () => $this->cart->update('apple', ['quantity' => 2]));
        $this->assertStatements(['update'], fn () => $this->cart->addCondition(self::sale()));
        $this->assertStatements(['update'], fn () => $this->cart->removeCondition('SALE'));
        $this->assertStatements(['update'], fn () => $this->cart->add([
            ['id' => 'fig', 'name' => 'Fig', 'price' => 1], ['id' => 'nut', 'name' => 'Nut', 'price' => 1],
        ]));
        $this->assertStatements(['update'], fn () => $this->cart->remove('fig'));
        $this->assertStatements(['update'], fn () => $this->cart->addDiscount('SALE', '10%'));
        $this->assertStatements(['update'], fn () => $this->cart->addShipping('Post', '5'));
        $this->assertStatements(['update'], fn () => $this->cart->addShipping('Courier', '9'));
        $this->assertStatements(['update'], fn () => $this->cart->removeShipping());
        $this->assertStatements(['update'], fn () => $this->cart->addItemCondition('apple', self::sale()));
        $this->assertStatements(['update'], fn () => $this->cart->removeItemCondition('apple', 'SALE'));
        $this->assertStatements(['update'], fn () => $this->cart->removeConditionsByType('discount'));
        $this->assertStatements(['update'], fn () => $this->cart->addItemCondition('apple', self::sale()));
        $this->assertStatements(['update'], fn () => $this->cart->clearItemConditions('apple'));
        $this->assertStatements(['update'], fn () => $this->cart->addTax('VAT', '19%'));
        $this->assertStatements(['update'], fn () => $this->cart->clearConditions());
        $this->assertStatements(['update'], fn () => $this->cart->setMetadata('note', 'x'));
        $this->assertStatements(['update'], fn () => $this->cart->removeMetadata('note'));
        $this->assertStatements(['delete'], fn () => $this->cart->clear());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aFirstCallReadsOnceAndWritesOnce(TestDatabase $on): void
    {
        $this->openWithACart($on);

        $this->assertStatements(['select', 'update'], fn () => $this->cart->add('apple', 'Apple', 20.0));
        $this->assertStatements(
            ['select', 'insert'],
            fn () => $this->cart($this->database, 'guest')->add('apple', 'Apple', 20.0),
        );
    }

    #[Test]
    #[DataProvider('databases')]
    public function anyReadIsOneStatement(TestDatabase $on): void
    {
        $this->openWithACart($on);
        $reads = [
            fn () => $this->cart->total(),
            fn () => $this->cart->subtotal(),
            fn () => $this->cart->savings(),
            fn () => $this->cart->content(),
            fn () => $this->cart->getItems(),
            fn () => $this->cart->getConditions(),
            fn () => $this->cart->get('apple'),
            fn () => $this->cart->has('apple'),
            fn () => $this->cart->isEmpty(),
            fn () => $this->cart->count(),
            fn () => $this->cart->countItems(),
            fn () => $this->cart->getConditionsByType('tax'),
            fn () => $this->cart->getShipping(),
            fn () => $this->cart->getShippingMethod(),
            fn () => $this->cart->getShippingValue(),
            fn () => $this->cart->getMetadata('note'),
            fn () => $this->cart->hasMetadata('note'),
            fn () => $this->cart->getDynamicConditions(),
        ];

        foreach ($reads as $read) {
            $this->assertStatements(['select'], $read);
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function aChangeThatComesToNothingOnlyConfirmsTheCart(TestDatabase $on): void
    {
        $this->openWithACart($on);
        $this->cart->content();

        $this->assertStatements(['select'], fn () => $this->cart->remove('nothing'));
        $this->assertStatements(['select'], fn () => $this->cart->removeCondition('nothing'));
        $this->assertStatements(['select'], fn () => $this->cart->update('nothing', ['quantity' => 1]));
        $this->assertStatements(['select'], fn () => $this->cart->update('apple', ['quantity' => 0]));
        $this->assertStatements(['select'], fn () => $this->cart->removeConditionsByType('nothing'));
        $this->assertStatements(['select'], fn () => $this->cart->clearConditions());
        $this->assertStatements(['select'], fn () => $this->cart->addItemCondition('nothing', self::sale()));
        $this->assertStatements(['select'], fn () => $this->cart->removeItemCondition('apple', 'nothing'));
        $this->assertStatements(['select'], fn () => $this->cart->clearItemConditions('apple'));
        $this->assertStatements(['select'], fn () => $this->cart->removeShipping());
        $this->assertStatements(['select'], fn () => $this->cart->removeDynamicCondition('nothing'));
        $this->assertStatements(['select'], fn () => $this->cart->evaluateDynamicConditions());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aConflictIsAWriteInVainAReadAndAWrite(TestDatabase $on): void
    {
        $this->openWithACart($on);
        $this->cart->content();
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        // Beside these, what opens and ends our own transaction, where Laravel counts that.
        $this->assertStatements(match (true) {
            $on->isSqlite() => ['update', 'begin', 'select', 'update', 'commit'],
            $on->isMariaDb() => ['update', 'select', 'update'],
            $on->isPostgres() => ['update', 'set', 'select', 'update'],
        }, fn () => $this->cart->add('plum', 'Plum', 5.0));
    }

    #[Test]
    #[DataProvider('databases')]
    public function inTheApplicationsTransactionEachChangeReadsAndWrites(TestDatabase $on): void
    {
        $this->openWithACart($on);
        $statements = match (true) {
            // The first update takes SQLite's lock before the read.
            $on->isSqlite() => ['update', 'select', 'update'],
            $on->isMariaDb() => ['select', 'update'],
            $on->isPostgres() => ['savepoint', 'select', 'update', 'release'],
        };

        $this->database->transaction(function () use ($statements): void {
            $this->assertStatements($statements, fn () => $this->cart->add('plum', 'Plum', 5.0));
            $this->assertStatements($statements, fn () => $this->cart->add('plum', 'Plum', 5.0));
            $this->assertStatements(['select'], fn () => $this->cart->total());
        });
    }

    #[Test]
    public function onMariaDbWhatLocksGoesByThePrimaryKeyAlone(): void
    {
        $this->openWithACart(TestDatabase::MariaDb);
        // Enough carts of the same version and instance for the other keys to look inviting.
        $this->database->table('carts')->insert(array_map(
            static fn (int $at): array => ['id' => "other-{$at}", 'identifier' => "other-{$at}", 'version' => $at % 7],
            range(1, 200),
        ));
        $this->database->statement('analyze table carts');
        $this->cart->content();
        $this->rivalCart()->add('pear', 'Pear', 10.0);
        $locking = [];
        $this->database->listen(static function (QueryExecuted $query) use (&$locking): void {
            if ($query->connectionName === 'shop') {
                $locking[] = [$query->sql, $query->bindings];
            }
        });

        $this->cart->add('plum', 'Plum', 5.0);

        $this->assertCount(3, $locking);

        foreach ($locking as [$sql, $bindings]) {
            $this->assertSame('PRIMARY', $this->database->selectOne("explain {$sql}", $bindings)->key, $sql);
        }
    }

    #[Test]
    public function aReplicaThatLagsIsNotAsked(): void
    {
        $this->openWithACart(TestDatabase::SqliteWal);
        $file = $this->settings()['database'];
        $this->database->statement('pragma wal_checkpoint(truncate)');
        copy($file, "{$file}.replica");
        $this->cart->add('apple', 'Apple', 20.0);
        $split = $this->connection('split', null, [
            'read' => ['database' => "{$file}.replica"],
            'write' => ['database' => $file],
        ]);

        $cart = $this->cart($split);
        $this->assertSame(2, $cart->count());
        $this->assertSame(3, $cart->add('apple', 'Apple', 20.0)->quantity);
        $this->assertSame(1, (int) $split->table('carts')->value('version'), 'There is no replica in this test.');
    }

    #[Test]
    public function eventsThatNobodyAsksForTotalsCostNothing(): void
    {
        $this->openWithACart(TestDatabase::SqliteWal);
        $this->app->make('events')->subscribe(DispatchCartUpdated::class);
        $this->cart->content();

        $this->assertStatements(['update'], fn () => $this->cart->add('apple', 'Apple', 20.0));
    }

    private function openWithACart(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->cart = $this->cart();
        $this->database->listen(function (QueryExecuted $query): void {
            if ($query->connectionName === 'shop') {
                $this->statements[] = explode(' ', $query->sql)[0];
            }
        });
    }

    /**
     * @param list<string> $expected
     */
    private function assertStatements(array $expected, callable $call): void
    {
        $this->statements = [];
        $call();
        $this->assertSame($expected, $this->statements);
    }

    private static function sale(): CartCondition
    {
        return new CartCondition('SALE', 'discount', 'subtotal', '-10%');
    }
}
