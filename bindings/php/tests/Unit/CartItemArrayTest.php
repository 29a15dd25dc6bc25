<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use Illuminate\Support\Fluent;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use TypeError;

/**
 * An item as an array, in a storage and back.
 */
final class CartItemArrayTest extends TestCase
{
    #[Test]
    public function anArrayHasTheKeysInTheirOrderAndNoTotals(): void
    {
        $sale = new CartCondition('sale', 'discount', 'item', '-10%');
        $item = new CartItem('a', 'Shirt', 10, 2, ['size' => 'M'], [$sale], self::class);

        $array = [
            'id' => 'a',
            'name' => 'Shirt',
            'price' => 10,
            'quantity' => 2,
            'attributes' => ['size' => 'M'],
            'conditions' => ['sale' => $sale->toArray()],
            'associated_model' => self::class,
        ];

        $this->assertSame($array, $item->toArray());
        $this->assertSame($array, $item->jsonSerialize());
        $this->assertSame(json_encode($array), $item->toJson());
        $this->assertSame(json_encode($array, JSON_PRETTY_PRINT), $item->toJson(JSON_PRETTY_PRINT));
    }

    #[Test]
    public function aModelObjectIsItsClassItsIdAndItsData(): void
    {
        $plain = new \stdClass();
        $plain->colour = 'red';
        $withId = new \stdClass();
        $withId->id = 7;

        $this->assertSame(
            ['class' => 'stdClass', 'id' => null, 'data' => ['colour' => 'red']],
            (new CartItem('a', 'Item', 1, 1, [], [], $plain))->toArray()['associated_model'],
        );
        $this->assertSame(
            ['class' => 'stdClass', 'id' => 7, 'data' => ['id' => 7]],
            (new CartItem('a', 'Item', 1, 1, [], [], $withId))->toArray()['associated_model'],
        );
        $this->assertSame(
            ['class' => Fluent::class, 'id' => 7, 'data' => ['id' => 7]],
            (new CartItem('a', 'Item', 1, 1, [], [], new Fluent(['id' => 7])))->toArray()['associated_model'],
        );
    }

    #[Test]
    public function whatIsNoJsonIsAnErrorOfTheProgram(): void
    {
        $item = new CartItem('a', 'Item', 1, 1, [], [], (object) ['x' => NAN]);

        $this->expectException(TypeError::class);

        $item->toJson();
    }

    #[Test]
    public function whatWasStoredIsReadBack(): void
    {
        $item = new CartItem('a', 'Shirt', 10.5, 2, ['size' => 'M'], [
            new CartCondition('sale', 'discount', 'item', '-10%'),
        ], self::class);

        $read = CartItem::fromStored($item->toArray());

        $this->assertEquals($item, $read);
        $this->assertSame($item->toArray(), $read->toArray());
        $this->assertSame($item->getRawSubtotal(), $read->getRawSubtotal());
    }

    #[Test]
    public function aStoredPriceIsReadAsAFloat(): void
    {
        $this->assertSame(10.0, CartItem::fromStored((new CartItem('a', 'Item', 10, 1))->toArray())->price);
    }

    #[Test]
    public function anIdThatBecameANumberIsReadAsText(): void
    {
        $this->assertSame('123', CartItem::fromStored(['id' => 123] + self::stored())->id);
    }

    /**
     * Rows of the original may hold conditions under 0, 1, …: those that were given as arrays in a list.
     */
    #[Test]
    public function storedConditionsAreKeyedByTheirNames(): void
    {
        $sale = (new CartCondition('sale', 'discount', 'item', '-10%'))->toArray();

        $item = CartItem::fromStored(['conditions' => [$sale, 'no condition']] + self::stored());

        $this->assertSame(['sale'], $item->conditions->keys()->all());
    }

    #[Test]
    #[DataProvider('models')]
    public function aStoredModelIsReadAsTheNameOfItsClass(array|string|null $stored, ?string $read): void
    {
        $item = CartItem::fromStored(['associated_model' => $stored] + self::stored());

        $this->assertSame($read, $item->associatedModel);
    }

    public static function models(): array
    {
        return [
            'nothing' => [null, null],
            'a class name' => [self::class, self::class],
            'a class name that is gone' => ['App\\Gone', 'App\\Gone'],
            'an object' => [['class' => self::class, 'id' => 1, 'data' => []], self::class],
            'an object whose class is gone' => [['class' => 'App\\Gone', 'id' => 1, 'data' => []], null],
            'no object at all' => [['id' => 1], null],
        ];
    }

    #[Test]
    public function aLimitLoweredSinceDoesNotMakeAStoredItemUnreadable(): void
    {
        config(['cart.limits.max_item_quantity' => 1, 'cart.limits.max_string_length' => 1]);

        $this->assertSame(5, CartItem::fromStored(['quantity' => 5] + self::stored())->quantity);
    }

    #[Test]
    public function anItemOfCheckedValuesIsLikeAnyOther(): void
    {
        $conditions = new CartConditionCollection();
        $checked = CartItem::fromChecked('a', 'Shirt', 10, 2, ['size' => 'M'], $conditions, null);

        $this->assertEquals(new CartItem('a', 'Shirt', 10, 2, ['size' => 'M'], $conditions), $checked);
        $this->assertSame($conditions, $checked->conditions);
        $this->assertSame(3, $checked->setQuantity(3)->quantity);
        $this->assertSame(2, $checked->quantity);
    }

    private static function stored(): array
    {
        return [
            'id' => 'a',
            'name' => 'Shirt',
            'price' => 10,
            'quantity' => 1,
            'attributes' => [],
            'conditions' => [],
            'associated_model' => null,
        ];
    }
}
