<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Collections\CartCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;
use TypeError;

/**
 * What a cart on the database does, call by call. The arithmetic stands in the conformance vectors.
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
    public function contentHasTheOriginalsKeysInTheirOrder(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add('shirt', 'T-Shirt', 10, 3, ['size' => 'L'], [$this->condition('GIFT', '-1')]);
        $this->cart->addCondition($this->condition('SALE', '-10%'));
        $condition = fn (string $name, string $value): array => $this->condition($name, $value)->toArray();

        foreach ([$this->cart, $this->cart()] as $cart) {
            $this->assertSame(
                [
                    'instance' => 'default',
                    'items' => [
                        'shirt' => [
                            'id' => 'shirt', 'name' => 'T-Shirt', 'price' => 10.0, 'quantity' => 3,
                            'attributes' => ['size' => 'L'], 'conditions' => ['GIFT' => $condition('GIFT', '-1')],
                            'associated_model' => null,
                        ],
                    ],
                    'conditions' => ['SALE' => $condition('SALE', '-10%')],
                    'subtotal' => 24.3,
                    'total' => 24.3,
                    'quantity' => 3,
                    'count' => 1,
                    'is_empty' => false,
                ],
                $cart->content(),
            );
            $this->assertSame($cart->content(), $cart->getContent());
            $this->assertSame($cart->content(), $cart->toArray());
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function anEmptyCartHasTheAmountsThatWerePinned(TestDatabase $on): void
    {
        $this->open($on);

        $this->assertSame(0, $this->cart->subtotal()->getAmount());
        $this->assertSame(0.0, $this->cart->total()->getAmount());
        $this->assertTrue($this->cart->isEmpty());
        $this->assertSame([], $this->cart->getItems()->all());
        $this->assertSame([], $this->cart->content()['items']);
        $this->assertNull($this->row(), 'Reading a cart made one.');
    }

    #[Test]
    #[DataProvider('databases')]
    public function anAddedItemIsReturnedAsItWasGivenAndReadBackWithAFloatAsPrice(TestDatabase $on): void
    {
        $this->open($on);

        $this->assertSame(1999, $this->cart->add('shirt', 'T-Shirt', 1999)->price);
        $this->assertSame(1299.5, $this->cart->add('shirt', 'T-Shirt', '$1,299.50')->price);
        $this->assertSame(10, $this->cart->add('shirt', 'T-Shirt', '10')->price);
        $this->assertSame(10.0, $this->cart->get('shirt')->price);
        $this->assertSame(3, $this->cart->get('shirt')->quantity);
        $this->assertSame(10.0, $this->cart->update('shirt', ['name' => ' Shirt '])->price);
        $this->assertSame('Shirt', $this->cart->get('shirt')->name);
        $this->assertSame(5, $this->cart->update('shirt', ['price' => 5])->price);
    }

    #[Test]
    #[DataProvider('databases')]
    public function manyItemsAreAddedByOneCallAndReturnedById(TestDatabase $on): void
    {
        $this->open($on);

        $added = $this->cart->add([
            ['id' => 'a', 'name' => 'A', 'price' => 1],
            ['id' => 7, 'name' => 'B', 'price' => '2.50', 'quantity' => 2, 'attributes' => ['x' => 1], 'more' => true],
            ['id' => 'a', 'name' => 'A again', 'price' => 3, 'quantity' => 4],
        ]);

        $this->assertInstanceOf(CartCollection::class, $added);
        $this->assertSame(['a', 7], $added->keys()->all());
        $this->assertSame(5, $added->getItem('a')->quantity);
        $this->assertSame(1, (int) $this->row()->version);
        $this->assertSame('A again', $this->cart()->get('a')->name);
        $this->assertSame(['x' => 1], $this->cart()->get('7')->attributes->all());
        $this->assertInstanceOf(CartCollection::class, $this->cart->add([]));
    }

    /**
     * @return array<string, array{array<string, mixed>, class-string, string}>
     */
    public static function badRows(): array
    {
        return [
            'no name' => [['id' => 'x'], InvalidCartItemException::class, '/^Cart item name is required$/'],
            'a negative price' => [
                ['id' => 'x', 'name' => 'X', 'price' => -1],
                InvalidCartItemException::class,
                '/^Cart item price must be a positive number$/',
            ],
            'text as quantity' => [['id' => 'x', 'name' => 'X', 'quantity' => '2'], TypeError::class, '/quantity/'],
            'a class that is gone' => [
                ['id' => 'x', 'name' => 'X', 'price' => 1, 'associated_model' => 'Gone\Product'],
                UnknownModelException::class,
                '/^Model Gone\\\\Product does not exist$/',
            ],
        ];
    }

    #[Test]
    #[DataProvider('badRows')]
    public function aBadRowLeavesThoseBeforeItInTheCart(array $bad, string $class, string $message): void
    {
        $this->open(TestDatabase::SqliteWal);
        $this->cart->add('kept', 'Kept', 1);

        try {
            $this->cart->add([
                ['id' => 'good', 'name' => 'Good', 'price' => 1],
                $bad,
                ['id' => 'after', 'name' => 'After', 'price' => 1],
            ]);
            $this->fail('Nothing was thrown.');
        } catch (Throwable $refusal) {
            $this->assertSame($class, $refusal::class, $refusal->getMessage());
            $this->assertMatchesRegularExpression($message, $refusal->getMessage());
        }

        $this->assertHolds(['kept' => 1, 'good' => 1], $this->stored());
        $this->assertHolds(['kept' => 1, 'good' => 1], $this->quantities($this->cart));
    }

    #[Test]
    public function aSingleFlatItemAsArrayIsATypeError(): void
    {
        $this->open(TestDatabase::SqliteWal);

        $this->expectException(TypeError::class);

        $this->cart->add(['id' => 'a', 'name' => 'A', 'price' => 1]);
    }

    #[Test]
    public function whatIsNoQuantityIsATypeErrorAndChangesNothing(): void
    {
        $this->open(TestDatabase::SqliteWal);
        $this->cart->add('a', 'A', 1, 5);

        foreach ([1.5, 'x', ['value' => '4'], ['value' => 1.5], '1.5'] as $quantity) {
            try {
                $this->cart->update('a', ['quantity' => $quantity]);
                $this->fail('Taken as a quantity: ' . json_encode($quantity));
            } catch (TypeError) {
            }
        }

        $this->assertSame(['a' => 5], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function anUpdateReturnsTheItemAsItIsOrAsItWasWhenItGoes(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add('a', 'A', 10, 2, ['x' => 1], [$this->condition('GIFT', '-1')]);

        $updated = $this->cart->update('a', [
            'quantity' => '3', 'name' => 'B', 'price' => '12.5', 'attributes' => ['y' => 2],
        ]);
        $this->assertSame([5, 'B', 12.5, ['y' => 2]], [
            $updated->quantity, $updated->name, $updated->price, $updated->attributes->all(),
        ]);
        $this->assertTrue($updated->hasCondition('GIFT'));
        $this->assertEquals($updated->toArray(), $this->cart()->get('a')->toArray());

        $removed = $this->cart->update('a', ['quantity' => ['value' => 0], 'name' => 'C']);
        $this->assertSame([5, 'B'], [$removed->quantity, $removed->name]);
        $this->assertNull($this->cart->get('a'));
        $this->assertNull($this->cart->update('a', ['quantity' => 1]));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aRemovedItemIsReturnedAsItWas(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add('a', 'A', 10, 2);

        $this->assertSame(2, $this->cart->remove('a')->quantity);
        $this->assertNull($this->cart->remove('a'));
        $this->assertFalse($this->cart->has('a'));
        $this->assertSame([], $this->stored());
        $this->assertNull($this->row()->items);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aNumberAsIdIsTheSameItemAsItsText(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add(123, 'By number', 1);
        $this->cart->add('123', 'By text', 1);

        $this->assertSame(2, $this->cart->get(123)->quantity);
        $this->assertSame('123', $this->cart->get('123')->id);
        $this->assertTrue($this->cart->has(123));
        $this->assertSame([123], array_keys($this->cart->content()['items']));
        $this->assertSame([123], $this->cart()->getItems()->keys()->all());
        $this->assertSame(3, $this->cart->update(123, ['quantity' => 1])->quantity);
        $this->assertSame('123', $this->cart->remove(123)->id);
    }

    #[Test]
    #[DataProvider('databases')]
    public function itemsAndConditionsKeepTheOrderInWhichTheyCame(TestDatabase $on): void
    {
        $this->open($on);

        // By length and by alphabet they would stand otherwise.
        foreach (['pineapple', 'fig', 'apple', '10', '9'] as $id) {
            $this->cart->add($id, ucfirst("item {$id}"), 100);
        }

        foreach (['ZZ-LONG-NAME', 'b', 'A'] as $name) {
            $this->cart->addCondition($this->condition($name, '-10%'));
        }

        $this->cart->add('fig', 'Fig', 100);
        $this->cart->addCondition($this->condition('b', '-5'));

        foreach ([$this->cart, $this->cart()] as $cart) {
            $this->assertSame(['pineapple', 'fig', 'apple', 10, 9], array_keys($cart->content()['items']));
            $this->assertSame(['ZZ-LONG-NAME', 'b', 'A'], $cart->getConditions()->keys()->all());
            // 600 − 10 % = 540, − 5 = 535, − 10 % = 481.5
            $this->assertSame(481.5, $cart->total()->getAmount());
        }
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
    public function anInstanceIsACartOfItsOwn(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add('a', 'A', 1);
        $wishlist = $this->cart->setInstance('wishlist');
        $wishlist->add('b', 'B', 1);

        $this->assertNotSame($this->cart, $wishlist);
        $this->assertSame('wishlist', $wishlist->instance());
        $this->assertSame('default', $this->cart->instance());
        $this->assertSame('wishlist', $wishlist->content()['instance']);
        $this->assertHolds(['a' => 1], $this->quantities($this->cart));
        $this->assertHolds(['b' => 1], $this->quantities($wishlist));

        $this->assertTrue($wishlist->clear());
        $this->assertTrue($wishlist->isEmpty());
        $this->assertHolds(['a' => 1], $this->stored());
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
    public function searchFiltersAndKeepsTheKeys(TestDatabase $on): void
    {
        $this->open($on);
        $this->cart->add([['id' => 'a', 'name' => 'A', 'price' => 1], ['id' => 'b', 'name' => 'B', 'price' => 9]]);

        $found = $this->cart->search(static fn (CartItem $item, string $id): bool => $item->price > 5 && $id === 'b');

        $this->assertSame(['b'], $found->keys()->all());
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
