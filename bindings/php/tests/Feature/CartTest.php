<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use TypeError;

/**
 * What a cart on the database does beside what it does on any storage (CartOnAnyStorage).
 */
final class CartTest extends DatabaseTestCase
{
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
    public function aCallIsOneVersionOfTheRowAndWhoOnlyReadsMakesNone(TestDatabase $on): void
    {
        $this->open($on);
        $this->assertTrue($this->cart->isEmpty());
        $this->assertSame([], $this->cart->content()['items']);
        $this->assertNull($this->row());

        $this->cart->add([['id' => 'a', 'name' => 'A', 'price' => 1], ['id' => 'b', 'name' => 'B', 'price' => 2]]);
        $this->assertSame(1, (int) $this->row()->version);

        $this->cart->remove('a');
        $this->cart->remove('b');
        $this->assertSame(3, (int) $this->row()->version);
        $this->assertNull($this->row()->items);
    }

    #[Test]
    public function aSingleFlatItemAsArrayIsATypeError(): void
    {
        $this->open(TestDatabase::SqliteWal);

        $this->expectException(TypeError::class);

        $this->cart->add(['id' => 'a', 'name' => 'A', 'price' => 1]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function conditionsAreAddedReplacedFoundAndRemoved(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add('a', 'A', 100);

        $both = [$this->condition('ONE', '-10%'), $this->condition('TWO', '+5')];
        $this->assertSame($this->cart, $this->cart->addCondition($both));
        $this->cart->addCondition($this->condition('ONE', '-20%'));

        $this->assertSame('-20%', $this->cart()->getCondition('ONE')->getValue());
        $this->assertNull($this->cart->getCondition('THREE'));
        $this->assertTrue($this->cart->removeCondition('ONE'));
        $this->assertFalse($this->cart->removeCondition('ONE'));
        $this->assertSame(['TWO'], $this->cart()->getConditions()->keys()->all());
        $this->assertSame(105.0, $this->cart()->total()->getAmount());
    }

    #[Test]
    public function whatIsNoConditionIsRefusedAndThoseBeforeItStay(): void
    {
        $this->open(TestDatabase::SqliteWal);

        $this->assertRefused(
            InvalidCartConditionException::class,
            'Condition must be an instance of CartCondition',
            fn () => $this->cart->addCondition([
                $this->condition('ONE', '-10%'),
                'text',
                $this->condition('TWO', '+5'),
            ]),
        );

        $this->assertSame(['ONE'], $this->cart()->getConditions()->keys()->all());
    }

    #[Test]
    #[DataProvider('databases')]
    public function identifiersThatLookAlikeAreDifferentCarts(TestDatabase $on): void
    {
        $this->open($on);
        // On MariaDB two texts that differ in case only are equal, as they were for the original.
        $identifiers = ["o'brien", 'o"brien', 'a.b', 'a%', 'a_', "a\\'b", 'ünï', '1', '01', '1e0'];

        foreach ($identifiers as $at => $identifier) {
            $this->cart(identifier: $identifier)->add("item-{$at}", 'Item', 1);
        }

        foreach ($identifiers as $at => $identifier) {
            $this->assertSame(["item-{$at}" => 1], $this->stored($identifier), $identifier);
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function theCopyOfACartIsACartOfItsOwn(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add('a', 'A', 1);
        $copy = clone $this->cart;
        $copy->add('b', 'B', 1);
        $this->cart->add('c', 'C', 1);

        $this->assertHolds(['a' => 1, 'b' => 1, 'c' => 1], $this->quantities($copy));
    }

    private function open(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart = $this->cart();
    }

    private function condition(string $name, string $value): CartCondition
    {
        return new CartCondition($name, 'discount', 'subtotal', $value);
    }
}
