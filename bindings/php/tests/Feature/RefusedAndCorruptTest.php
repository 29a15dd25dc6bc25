<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use InvalidArgumentException;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;

/**
 * What cannot be read is never overwritten, and what is refused is never written.
 */
final class RefusedAndCorruptTest extends DatabaseTestCase
{
    private const GOOD = '{"apple":{"id":"apple","name":"Apple","price":20,"quantity":1,"attributes":[],'
        . '"conditions":[],"associated_model":null}}';

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    /**
     * MariaDB and PostgreSQL refuse to store what is no JSON, so only SQLite can hold it; what is JSON and no cart is
     * possible on all.
     *
     * @return array<string, array{TestDatabase, string, ?string, string}>
     */
    public static function corruptRows(): array
    {
        $rows = [
            'items that are cut off' => [TestDatabase::SqliteWal, substr(self::GOOD, 0, 40), null, 'items'],
            'conditions that are no JSON' => [TestDatabase::SqliteWal, self::GOOD, '{SALE}', 'conditions'],
        ];

        foreach (TestDatabase::ofEachKind() as $on) {
            $rows["an item without a name on {$on->value}"] = [$on, '{"apple":{"id":"apple"}}', null, 'items'];
            $rows["an item whose quantity is text on {$on->value}"] = [
                $on, str_replace('"quantity":1', '"quantity":"many"', self::GOOD), null, 'items',
            ];
            $rows["a condition without a value on {$on->value}"] = [
                $on, self::GOOD, '{"SALE":{"name":"SALE","type":"discount","target":"subtotal"}}', 'conditions',
            ];
        }

        return $rows;
    }

    #[Test]
    #[DataProvider('corruptRows')]
    public function aCorruptRowIsNamedByReadsAndChangesAndLeftAsItIs(
        TestDatabase $on,
        string $items,
        ?string $conditions,
        string $column,
    ): void {
        $this->openOn($on);
        $this->insert($items, $conditions);
        $before = (array) $this->row();
        $calls = [
            fn (Cart $cart) => $cart->content(),
            fn (Cart $cart) => $cart->total(),
            fn (Cart $cart) => $cart->getItems(),
            fn (Cart $cart) => $cart->add('pear', 'Pear', 10.0),
            fn (Cart $cart) => $cart->update('apple', ['quantity' => 1]),
            fn (Cart $cart) => $cart->remove('apple'),
        ];

        if ($column === 'conditions') {
            $calls[] = fn (Cart $cart) => $cart->addCondition(new CartCondition('FEE', 'fee', 'total', '+5'));
            $calls[] = fn (Cart $cart) => $cart->removeCondition('SALE');
        }

        $sameCart = $this->cart();

        foreach ($calls as $call) {
            foreach ([$this->cart(), $sameCart] as $cart) {
                try {
                    $call($cart);
                    $this->fail('A corrupt row was taken for a cart.');
                } catch (CorruptCartException $corrupt) {
                    $this->assertStringContainsString("The stored {$column} of this cart", $corrupt->getMessage());
                    $this->assertStringContainsString("(row {$before['id']})", $corrupt->getMessage());
                    $this->assertSame($column, $corrupt->detail()['column']);
                    $this->assertSame($before['id'], $corrupt->detail()['row']);
                    $this->assertStringNotContainsString('customer', $corrupt->getMessage());
                }
            }
        }

        $this->assertSame($before, (array) $this->row());
    }

    #[Test]
    public function aConditionNeedsNoItemsAndLeavesThoseThatCannotBeReadAsTheyAre(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $this->insert('{', null);
        $cart = $this->cart();

        $cart->addCondition(new CartCondition('FEE', 'fee', 'total', '+5'));
        $cart->addCondition(new CartCondition('SALE', 'discount', 'total', '-5'));
        $this->assertTrue($cart->removeCondition('SALE'));

        $this->assertSame('{', $this->row()->items);
        $this->assertSame(['FEE'], $this->cart()->getConditions()->keys()->all());
        $this->assertRefusedBy(CorruptCartException::class, fn () => $cart->total());
    }

    #[Test]
    public function aRowThatBecomesCorruptIsNotOverwrittenByWhoHasReadItBefore(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 20.0);
        $this->connection('rival')->table('carts')->update(['items' => '{', 'version' => 2]);

        $this->assertRefusedBy(CorruptCartException::class, fn () => $cart->add('pear', 'Pear', 10.0));

        $this->assertSame('{', $this->row()->items);
    }

    #[Test]
    public function aRepairedRowIsReadAgainByTheSameCart(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $this->insert('{', null);
        $cart = $this->cart();
        $this->assertRefusedBy(CorruptCartException::class, fn () => $cart->content());

        // Whoever repairs by hand may forget to raise the version.
        $this->connection('rival')->table('carts')->update(['items' => self::GOOD]);

        $this->assertHolds(['apple' => 1], $this->quantities($cart));
    }

    #[Test]
    public function aCorruptCartCanBeCleared(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $this->insert('{', null);

        $cart = $this->cart();
        $cart->clear();
        $cart->add('pear', 'Pear', 10.0);

        $this->assertHolds(['pear' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCorruptRowInTheApplicationsTransactionLeavesThatUsable(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->insert('{"apple":{"id":"apple"}}', null);

        $this->database->transaction(function (): void {
            $this->assertRefusedBy(CorruptCartException::class, fn () => $this->cart()->add('pear', 'Pear', 10.0));
            $this->cart(identifier: 'guest')->add('pear', 'Pear', 10.0);
        });

        $this->assertHolds(['pear' => 1], $this->stored('guest'));
    }

    /**
     * @return array<string, array{TestDatabase, array<string, int>, callable(Cart): mixed, string}>
     */
    public static function refusedChanges(): array
    {
        $cases = [
            'one item too many' => [
                ['max_items' => 2],
                static fn (Cart $cart) => $cart->add('plum', 'Plum', 5.0),
                '/^Cart cannot contain more than 2 items$/',
            ],
            'many items, the third of which is one too many' => [
                ['max_items' => 2],
                static fn (Cart $cart) => $cart->add([['id' => 'plum', 'name' => 'Plum', 'price' => 5]]),
                '/^Cart cannot contain more than 2 items$/',
            ],
            'an item that makes the items too large' => [
                ['max_data_size_bytes' => 400],
                static fn (Cart $cart) => $cart->add('plum', 'Plum', 5.0, 1, ['note' => str_repeat('x', 300)]),
                '/^Cart items data size \(\d+ bytes\) exceeds maximum allowed size of 400 bytes$/',
            ],
            'a condition that makes the conditions too large' => [
                ['max_data_size_bytes' => 400],
                static fn (Cart $cart) => $cart->addCondition(
                    new CartCondition('FEE', 'fee', 'total', '+5', ['note' => str_repeat('x', 400)]),
                ),
                '/^Cart conditions data size \(\d+ bytes\) exceeds maximum allowed size of 400 bytes$/',
            ],
        ];
        $rows = [];

        foreach ($cases as $name => $case) {
            foreach (TestDatabase::ofEachKind() as $on) {
                $rows["{$name}, on {$on->value}"] = [$on, ...$case];
            }
        }

        return $rows;
    }

    #[Test]
    #[DataProvider('refusedChanges')]
    public function aChangeOverALimitLeavesTheRowAndTheCartAsTheyWere(
        TestDatabase $on,
        array $limits,
        callable $change,
        string $message,
    ): void {
        $this->openOn($on);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 20.0);
        $cart->add('pear', 'Pear', 10.0);
        $before = (array) $this->row();

        foreach ($limits as $limit => $value) {
            config(["cart.limits.{$limit}" => $value]);
        }

        $this->assertRefusedBy(InvalidArgumentException::class, fn () => $change($cart), $message);

        $this->assertSame($before, (array) $this->row());
        $this->assertHolds(['apple' => 1, 'pear' => 1], $this->quantities($cart));
        $this->assertSame([], $cart->content()['conditions']);
        // And the cart goes on.
        $cart->remove('pear');
        $this->assertHolds(['apple' => 1], $this->stored());
    }

    #[Test]
    public function aLimitIsHeldAgainstWhatARivalHasMadeOfTheCart(): void
    {
        config(['cart.limits.max_items' => 2]);
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 20.0);
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        $this->assertRefusedBy(InvalidArgumentException::class, fn () => $cart->add('plum', 'Plum', 5.0));

        $this->assertHolds(['apple' => 1, 'pear' => 1], $this->stored());
        $this->assertHolds(['apple' => 1, 'pear' => 1], $this->quantities($cart));
    }

    #[Test]
    public function aLimitThatWasLoweredLaterDoesNotHideTheCart(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 20.0, 50);
        config(['cart.limits.max_item_quantity' => 10, 'cart.limits.max_items' => 0]);

        $this->assertHolds(['apple' => 50], $this->quantities($cart));
        $this->assertSame(1000.0, $this->cart()->total()->getAmount());
    }

    private function insert(string $items, ?string $conditions): void
    {
        $this->database->table('carts')->insert([
            'id' => 'c0ffee00-0000-4000-8000-000000000000',
            'identifier' => 'customer',
            'instance' => 'default',
            'items' => $items,
            'conditions' => $conditions,
            'version' => 1,
        ]);
    }

    private function assertRefusedBy(string $class, callable $call, string $message = '//'): void
    {
        try {
            $call();
        } catch (Throwable $refusal) {
            str_contains($class, '\\')
                ? $this->assertSame($class, $refusal::class, $refusal->getMessage())
                : $this->assertInstanceOf($class, $refusal, $refusal->getMessage());
            $this->assertMatchesRegularExpression($message, $refusal->getMessage());

            return;
        }

        $this->fail("Nothing was thrown; expected {$class}");
    }
}
