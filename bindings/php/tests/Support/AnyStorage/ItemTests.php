<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use ArrayObject;
use MasyukAI\Cart\Collections\CartCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;
use TypeError;

/**
 * @mixin CartOnAnyStorage
 */
trait ItemTests
{
    #[Test]
    public function contentHasTheOriginalsKeysInTheirOrder(): void
    {
        $gift = self::condition('GIFT', '-1', 'item');
        $sale = self::condition('SALE');
        $this->cart->add('shirt', 'T-Shirt', 10, 3, ['size' => 'L'], [$gift]);
        $this->cart->addCondition($sale);

        foreach ([$this->cart, $this->again()] as $cart) {
            $this->assertSame(
                [
                    'instance' => 'default',
                    'items' => [
                        'shirt' => [
                            'id' => 'shirt', 'name' => 'T-Shirt', 'price' => 10.0, 'quantity' => 3,
                            'attributes' => ['size' => 'L'], 'conditions' => ['GIFT' => $gift->toArray()],
                            'associated_model' => null,
                        ],
                    ],
                    'conditions' => ['SALE' => $sale->toArray()],
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
    public function anEmptyCartHasTheAmountsThatWerePinned(): void
    {
        $this->assertSame(0, $this->cart->subtotal()->getAmount());
        $this->assertSame(0.0, $this->cart->total()->getAmount());
        $this->assertSame(0, $this->cart->savings()->getAmount());
        $this->assertTrue($this->cart->isEmpty());
        $this->assertSame([], $this->cart->content()['items']);
        $this->assertFalse($this->cart->storage()->has('customer', 'default'), 'Reading a cart made one.');
    }

    #[Test]
    public function allSumsAreThoseOfTheContract(): void
    {
        $this->cart->add('lamp', 'Lamp', 10.005, 2, conditions: [self::condition('GIFT', '-1', 'item')]);
        $this->cart->addCondition([self::condition('SALE'), self::condition('Twice', '*2', 'total', 'fee')]);

        // (10.005 − 1) × 2 = 18.01, − 10 % = 16.209, rounded 16.21, × 2 = 32.42
        foreach ([$this->cart, $this->again()] as $cart) {
            $this->assertSame([16.21, 16.21], [$cart->subtotal()->getAmount(), $cart->getRawSubtotal()]);
            $this->assertSame([32.42, 32.42], [$cart->total()->getAmount(), $cart->getRawTotal()]);
            $this->assertSame(20.01, $cart->subtotalWithoutConditions()->getAmount());
            $this->assertSame(20.01, $cart->totalWithoutConditions()->getAmount());
            $this->assertSame(20.01, $cart->getRawSubtotalWithoutConditions());
            $this->assertSame(0, $cart->savings()->getAmount());
            $this->assertSame([2, 2, 1], [$cart->count(), $cart->getTotalQuantity(), $cart->countItems()]);
        }

        $this->cart->removeCondition('Twice');
        $this->assertSame(3.8, $this->cart->savings()->getAmount());
    }

    #[Test]
    public function anAddedItemIsReturnedAsItWasGivenAndReadBackWithAFloatAsPrice(): void
    {
        $this->assertSame(1999, $this->cart->add('shirt', 'T-Shirt', 1999)->price);
        $this->assertSame(1299.5, $this->cart->add('shirt', 'T-Shirt', '$1,299.50')->price);
        $this->assertSame(10, $this->cart->add('shirt', 'T-Shirt', '10')->price);
        $this->assertSame(10.0, $this->again()->get('shirt')->price);
        $this->assertSame(3, $this->cart->get('shirt')->quantity);
        $this->assertSame(10.0, $this->cart->update('shirt', ['name' => ' Shirt '])->price);
        $this->assertSame('Shirt', $this->again()->get('shirt')->name);
        $this->assertSame(5, $this->cart->update('shirt', ['price' => 5])->price);
        $this->assertSame(0, $this->cart->add('free', 'Free')->price);
    }

    #[Test]
    public function anItemThatIsAddedAgainIsReplacedInItsPlaceAndTheQuantitiesAreSummed(): void
    {
        $this->cart->add('a', 'A', 1, 2, ['x' => 1], [self::condition('GIFT', '-1', 'item')]);
        $this->cart->add('b', 'B', 1);

        $this->assertEvents(['ItemAdded'], fn () => $this->cart->add('a', 'A again', 9, 3));

        $item = $this->again()->getItems()->first();
        $this->assertSame(['a', 'A again', 9.0, 5], [$item->id, $item->name, $item->price, $item->quantity]);
        $this->assertSame([], $item->attributes->all());
        $this->assertTrue($item->conditions->isEmpty());
    }

    #[Test]
    public function manyItemsAreAddedByOneCallAndReturnedById(): void
    {
        $added = $this->cart->add([
            ['id' => 'a', 'name' => 'A', 'price' => 1],
            ['id' => 7, 'name' => 'B', 'price' => '2.50', 'quantity' => 2, 'attributes' => ['x' => 1], 'more' => true],
            ['id' => 'a', 'name' => 'A again', 'price' => 3, 'quantity' => 4],
        ]);

        $this->assertInstanceOf(CartCollection::class, $added);
        $this->assertSame(['a', 7], $added->keys()->all());
        $this->assertSame(5, $added->getItem('a')->quantity);
        $this->assertSame('A again', $this->again()->get('a')->name);
        $this->assertSame(['x' => 1], $this->again()->get('7')->attributes->all());
        $this->assertInstanceOf(CartCollection::class, $this->cart->add([]));
    }

    /**
     * @return array<string, array{array<string, mixed>, class-string, string}>
     */
    public static function badRows(): array
    {
        return [
            'no name' => [['id' => 'x'], InvalidCartItemException::class, '/^Cart item name is required$/'],
            'no id' => [['id' => '0', 'name' => 'X'], InvalidCartItemException::class, '/^Cart item ID is required$/'],
            'a negative price' => [
                ['id' => 'x', 'name' => 'X', 'price' => -1],
                InvalidCartItemException::class,
                '/^Cart item price must be a positive number$/',
            ],
            'an infinite price' => [
                ['id' => 'x', 'name' => 'X', 'price' => INF],
                InvalidCartItemException::class,
                '/^Cart item price must be a positive number$/',
            ],
            'a price that is no number' => [
                ['id' => 'x', 'name' => 'X', 'price' => NAN],
                InvalidCartItemException::class,
                '/^Cart item price must be a positive number$/',
            ],
            'a quantity of nothing' => [
                ['id' => 'x', 'name' => 'X', 'price' => 1, 'quantity' => 0],
                InvalidCartItemException::class,
                '/^Cart item quantity must be a positive integer$/',
            ],
            'a quantity that is too high' => [
                ['id' => 'x', 'name' => 'X', 'price' => 1, 'quantity' => 10001],
                InvalidCartItemException::class,
                '/^Cart item quantity cannot exceed 10000$/',
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

        $this->assertSame(['kept', 'good'], $this->cart->getItems()->keys()->all());
        $this->assertSame(['kept', 'good'], $this->again()->getItems()->keys()->all());
    }

    #[Test]
    public function aSumBeyondTheLimitIsRefusedAndChangesNothing(): void
    {
        $this->cart->add('a', 'A', 1, 9999);

        foreach (
            [
                fn () => $this->cart->add('a', 'A', 1, 2),
                fn () => $this->cart->update('a', ['quantity' => 2]),
            ] as $call
        ) {
            $this->assertEvents([], fn () => $this->assertRefused(
                InvalidCartItemException::class,
                'Cart item quantity cannot exceed 10000',
                $call,
            ));
        }

        $this->assertSame(9999, $this->again()->count());
    }

    #[Test]
    public function whatIsNoQuantityIsATypeErrorAndChangesNothing(): void
    {
        $this->cart->add('a', 'A', 1, 5);

        foreach ([1.5, 'x', ['value' => '4'], ['value' => 1.5], '1.5'] as $quantity) {
            try {
                $this->cart->update('a', ['quantity' => $quantity]);
                $this->fail('Taken as a quantity: ' . json_encode($quantity));
            } catch (TypeError) {
                $this->assertNull($this->cart->update('nothing', ['quantity' => $quantity]));
            }
        }

        $this->assertSame(5, $this->again()->count());
    }

    #[Test]
    public function anUpdateReturnsTheItemAsItIsOrAsItWasWhenItGoes(): void
    {
        $this->cart->add('a', 'A', 10, 2, ['x' => 1], [self::condition('GIFT', '-1', 'item')]);

        $updated = $this->cart->update('a', [
            'quantity' => '3', 'name' => 'B', 'price' => '12.5', 'attributes' => ['y' => 2], 'conditions' => [],
        ]);
        $this->assertSame([5, 'B', 12.5, ['y' => 2]], [
            $updated->quantity, $updated->name, $updated->price, $updated->attributes->all(),
        ]);
        $this->assertTrue($updated->hasCondition('GIFT'));
        $this->assertEquals($updated->toArray(), $this->again()->get('a')->toArray());
        $this->assertEvents(['ItemUpdated'], fn () => $this->cart->update('a', []));
        $this->assertEvents(['ItemUpdated'], fn () => $this->cart->update('a', ['quantity' => 0, 'name' => null]));

        $removed = $this->cart->update('a', ['quantity' => ['value' => 0], 'name' => 'C']);
        $this->assertSame([5, 'B'], [$removed->quantity, $removed->name]);
        $this->assertNull($this->again()->get('a'));
        $this->assertNull($this->cart->update('a', ['quantity' => 1]));
    }

    #[Test]
    public function anUpdateThatBreaksARuleIsRefusedInTheItemsWords(): void
    {
        $this->cart->add('a', 'A', 1);

        foreach (
            ['Cart item name cannot be empty' => ['name' => ' '], 'Price cannot be negative' => ['price' => -1]] as
            $message => $data
        ) {
            $this->assertRefused(
                InvalidCartItemException::class,
                $message,
                fn () => $this->cart->update('a', $data + ['quantity' => 1]),
            );
        }

        $this->assertSame(1, $this->again()->count());
    }

    #[Test]
    public function aRemovedItemIsReturnedAsItWas(): void
    {
        $this->cart->add('a', 'A', 10, 2);

        $this->assertSame(2, $this->cart->remove('a')->quantity);
        $this->assertNull($this->cart->remove('a'));
        $this->assertFalse($this->cart->has('a'));
        $this->assertTrue($this->again()->isEmpty());
    }

    #[Test]
    public function aNumberAsIdIsTheSameItemAsItsText(): void
    {
        $this->cart->add(123, 'By number', 1);
        $this->cart->add('123', 'By text', 1);

        $this->assertSame(2, $this->cart->get(123)->quantity);
        $this->assertSame('123', $this->again()->get('123')->id);
        $this->assertTrue($this->cart->has(123));
        $this->assertSame([123], array_keys($this->cart->content()['items']));
        $this->assertSame([123], $this->again()->getItems()->keys()->all());
        $this->assertSame(3, $this->cart->update(123, ['quantity' => 1])->quantity);
        $this->assertSame('123', $this->cart->remove(123)->id);
    }

    #[Test]
    public function itemsAndConditionsKeepTheOrderInWhichTheyCame(): void
    {
        foreach (['pineapple', 'fig', 'apple', '10', '9'] as $id) {
            $this->cart->add($id, "Item {$id}", 100);
        }

        $this->cart->addCondition([self::condition('ZZ-LONG-NAME'), self::condition('b'), self::condition('A')]);
        $this->cart->add('fig', 'Fig', 100);
        $this->cart->addCondition(self::condition('b', '-5'));

        foreach ([$this->cart, $this->again()] as $cart) {
            $this->assertSame(['pineapple', 'fig', 'apple', 10, 9], array_keys($cart->content()['items']));
            $this->assertSame(['ZZ-LONG-NAME', 'b', 'A'], $cart->getConditions()->keys()->all());
            // 600 − 10 % = 540, − 5 = 535, − 10 % = 481.5
            $this->assertSame(481.5, $cart->total()->getAmount());
        }
    }

    #[Test]
    public function whatAnotherRequestStoresIsSeenByWhoHoldsTheCart(): void
    {
        $this->cart->add('mug', 'Mug', 10);
        $this->cart->total();
        $this->again()->add('cup', 'Cup', 1);
        $this->again()->addCondition(self::condition('double', '*2', 'total', 'fee'));

        $this->assertTotal(22.0);
        $this->cart->add('pot', 'Pot', 1);
        $this->assertSame(['mug', 'cup', 'pot'], $this->again()->getItems()->keys()->all());
    }

    #[Test]
    public function aModelIsReadBackAsTheNameOfItsClass(): void
    {
        $this->cart->add('mug', 'Mug', 10, associatedModel: new ArrayObject(['a' => 1]));

        $this->assertTrue($this->again()->get('mug')->isAssociatedWith(ArrayObject::class));
        $this->assertSame(ArrayObject::class, $this->again()->content()['items']['mug']['associated_model']);
    }

    #[Test]
    public function oneItemAsAnArrayIsNoListOfItems(): void
    {
        $this->expectException(TypeError::class);

        $this->cart->add(['id' => 'a', 'name' => 'A', 'price' => 1]);
    }

    #[Test]
    public function theCopyOfACartIsTheSameCartInAnObjectOfItsOwn(): void
    {
        $this->cart->add('a', 'A', 1);
        $copy = clone $this->cart;
        $copy->add('b', 'B', 1);
        $this->cart->add('c', 'C', 1);

        $this->assertSame(['a', 'b', 'c'], $copy->getItems()->keys()->all());
    }

    #[Test]
    public function anInstanceIsACartOfItsOwn(): void
    {
        $this->cart->add('a', 'A', 1);
        $wishlist = $this->cart->setInstance('wishlist');
        $wishlist->add('b', 'B', 1);

        $this->assertNotSame($this->cart, $wishlist);
        $this->assertSame(['wishlist', 'default'], [$wishlist->instance(), $this->cart->instance()]);
        $this->assertSame('customer', $wishlist->getIdentifier());
        $this->assertSame('wishlist', $wishlist->content()['instance']);
        $this->assertSame(['a'], $this->again()->getItems()->keys()->all());

        $this->assertEvents(['CartCleared'], fn () => $this->assertTrue($wishlist->clear()));
        $this->assertEvents(['CartCleared'], fn () => $this->assertTrue($wishlist->clear()));
        $this->assertTrue($wishlist->isEmpty());
        $this->assertSame(1, $this->again()->count());
    }

    #[Test]
    public function eachCallSendsTheContractsEventsInTheContractsOrder(): void
    {
        $this->assertEvents(['CartCreated', 'ItemAdded'], fn () => $this->cart->add('a', 'A', 10));
        $this->assertEvents(['ItemAdded'], fn () => $this->cart->add('a', 'A', 10));
        $this->assertEvents(['ItemUpdated'], fn () => $this->cart->update('a', ['quantity' => 1]));
        $this->assertEvents(['ItemRemoved'], fn () => $this->cart->update('a', ['quantity' => -9]));
        $this->assertEvents(['CartCreated', 'ItemAdded', 'ItemAdded'], fn () => $this->cart->add([
            ['id' => 'b', 'name' => 'B', 'price' => 1],
            ['id' => 'c', 'name' => 'C', 'price' => 1],
        ]));
        $this->assertEvents(['ItemRemoved'], fn () => $this->cart->remove('b'));
        $this->assertEvents(
            ['CartConditionAdded', 'CartConditionAdded', 'CartConditionAdded'],
            fn () => $this->cart->addCondition([self::condition('A'), self::condition('B'), self::condition('A')]),
        );
        $this->assertEvents(['CartConditionRemoved'], fn () => $this->cart->removeCondition('A'));
        $this->assertEvents([], function (): void {
            $this->cart->removeCondition('A');
            $this->cart->remove('nothing');
            $this->cart->update('nothing', ['quantity' => 1]);
            $this->cart->content();
        });
    }

    #[Test]
    public function searchFiltersAndKeepsTheKeys(): void
    {
        $this->cart->add([['id' => 'a', 'name' => 'A', 'price' => 1], ['id' => 'b', 'name' => 'B', 'price' => 9]]);

        $found = $this->cart->search(static fn (CartItem $item, string $id): bool => $item->price > 5 && $id === 'b');

        $this->assertSame(['b'], $found->keys()->all());
    }

    #[Test]
    public function aLimitThatWasLoweredAndAClassThatIsGoneLeaveTheCartReadable(): void
    {
        $this->cart->add('a', 'A', 1, 50, ['text' => 'long enough'], associatedModel: CartItem::class);
        config(['cart.limits' => [
            'max_items' => 0, 'max_item_quantity' => 10, 'max_data_size_bytes' => 5, 'max_string_length' => 0,
        ]]);

        $this->assertSame(50, $this->again()->get('a')->quantity);
        $this->assertSame(50.0, $this->again()->total()->getAmount());
        $this->assertSame(CartItem::class, $this->again()->get('a')->associatedModel);
    }

    #[Test]
    public function oneConditionForAnItemNeedsNoList(): void
    {
        $item = $this->cart->add('a', 'A', 10, conditions: self::condition('GIFT', '-1', 'item'));

        $this->assertTrue($item->hasCondition('GIFT'));
        $this->assertTotal(9.0);
    }

    #[Test]
    public function conditionsOfAnItemThatAreArraysAreFoundByTheirNames(): void
    {
        $this->cart->add('a', 'A', 10, conditions: [self::condition('GIFT', '-1', 'item')->toArray()]);

        $this->assertTrue($this->again()->get('a')->hasCondition('GIFT'));
        $this->assertTrue($this->cart->removeItemCondition('a', 'GIFT'));
        $this->assertTotal(10.0);
    }

    #[Test]
    public function aConditionWithClosuresThatIsPutOnByHandComesBackWithoutThem(): void
    {
        $this->cart->add('a', 'A', 10);
        $this->cart->addCondition(new CartCondition('SALE', 'discount', 'subtotal', '-1', rules: [
            static fn (): bool => false,
        ]));

        $found = $this->again()->getCondition('SALE');

        $this->assertNull($found->getRules());
        $this->assertFalse($found->isDynamic());
        $this->assertTotal(9.0);
    }
}
