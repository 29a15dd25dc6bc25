<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use Countable;
use Error;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Contracts\Support\Jsonable;
use JsonSerializable;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Stringable;

/**
 * What an item may be.
 */
final class CartItemTest extends TestCase
{
    #[Test]
    public function anItemHoldsWhatItWasMadeOf(): void
    {
        $item = new CartItem('a', 'Shirt', 19.99, 2, ['size' => 'M'], [], self::class);

        $this->assertSame('a', $item->id);
        $this->assertSame('Shirt', $item->name);
        $this->assertSame(19.99, $item->price);
        $this->assertSame(2, $item->quantity);
        $this->assertSame(['size' => 'M'], $item->attributes->all());
        $this->assertInstanceOf(CartConditionCollection::class, $item->conditions);
        $this->assertSame(self::class, $item->associatedModel);
    }

    #[Test]
    public function aNumberAsIdBecomesText(): void
    {
        $this->assertSame('123', (new CartItem(123, 'Shirt', 1, 1))->id);
    }

    #[Test]
    public function idAndNameAreKeptUntrimmed(): void
    {
        $item = new CartItem(' a ', ' Shirt ', 1, 1);

        $this->assertSame(' a ', $item->id);
        $this->assertSame(' Shirt ', $item->name);
    }

    /**
     * The checks in their order: each case breaks all that follow it too, and is refused for its own reason.
     */
    #[Test]
    #[DataProvider('refusals')]
    public function anItemIsRefusedForTheFirstReason(array $arguments, string $message): void
    {
        $this->assertRefused(InvalidCartItemException::class, $message, static fn () => new CartItem(...$arguments));
    }

    public static function refusals(): array
    {
        $long = str_repeat('x', 256);

        return [
            'no id' => [['', '', -1, 0], 'Cart item ID cannot be empty'],
            'a blank id' => [['  ', '', -1, 0], 'Cart item ID cannot be empty'],
            'the id 0' => [[' 0 ', '', -1, 0], 'Cart item ID cannot be empty'],
            'the id 0 as a number' => [[0, '', -1, 0], 'Cart item ID cannot be empty'],
            'no name' => [[$long, '', -1, 0], 'Cart item name cannot be empty'],
            'the name 0' => [[$long, ' 0', -1, 0], 'Cart item name cannot be empty'],
            'a long id' => [[$long, $long, -1, 0], 'Cart item ID cannot exceed 255 characters'],
            'a long name' => [['a', $long, -1, 0], 'Cart item name cannot exceed 255 characters'],
            'a long name, counted in bytes' => [
                ['a', str_repeat('é', 128), -1, 0],
                'Cart item name cannot exceed 255 characters',
            ],
            'a price below zero' => [['a', 'Item', -0.01, 0], 'Cart item price cannot be negative'],
            'a quantity of zero' => [['a', 'Item', 0, 0], 'Cart item quantity must be at least 1'],
            'a quantity above the limit' => [['a', 'Item', 0, 10001], 'Cart item quantity cannot exceed 10000'],
            'attributes that are no JSON' => [
                ['a', 'Item', 0, 1, ['x' => NAN]],
                'Cannot validate item attributes data size: Inf and NaN cannot be JSON encoded',
            ],
        ];
    }

    #[Test]
    public function whatIsJustWithinTheLimitsIsAnItem(): void
    {
        $text = str_repeat('x', 255);
        $item = new CartItem($text, $text, 0, 10000);

        $this->assertSame(10000, $item->quantity);
        $this->assertSame(0, $item->price);
    }

    #[Test]
    public function theLimitsAreTheConfiguredOnesAtTheTimeOfTheCall(): void
    {
        config(['cart.limits.max_item_quantity' => 5, 'cart.limits.max_string_length' => 3]);

        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item quantity cannot exceed 5',
            static fn () => new CartItem('a', 'Cap', 1, 6),
        );
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item name cannot exceed 3 characters',
            static fn () => new CartItem('a', 'Shirt', 1, 1),
        );
    }

    #[Test]
    public function withoutSettingsTheLimitsAreTheDefaults(): void
    {
        config(['cart' => []]);

        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item quantity cannot exceed 10000',
            static fn () => new CartItem('a', 'Cap', 1, 10001),
        );
    }

    #[Test]
    #[DataProvider('sizeLimits')]
    public function attributesAreLimitedByTheBytesOfTheirJson(int $limit, string $printed): void
    {
        config(['cart.limits.max_data_size_bytes' => $limit]);

        // {"t":"…"} has 8 bytes around the text.
        $this->assertSame(1, (new CartItem('a', 'Item', 1, 1, ['t' => str_repeat('x', $limit - 8)]))->quantity);
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item item attributes data size (' . ($limit + 1)
            . " bytes) exceeds maximum allowed size of {$printed}",
            static fn () => new CartItem('a', 'Item', 1, 1, ['t' => str_repeat('x', $limit - 7)]),
        );
    }

    public static function sizeLimits(): array
    {
        return [
            'the default' => [1048576, '1MB'],
            'a part of a megabyte' => [524288, '0.5MB'],
            'what would be printed as 0MB' => [100, '100 bytes'],
        ];
    }

    #[Test]
    #[DataProvider('missingClasses')]
    public function aModelGivenByNameHasToBeAClass(string $class): void
    {
        $this->assertRefused(
            UnknownModelException::class,
            "Model class '{$class}' does not exist",
            static fn () => new CartItem('a', 'Item', 1, 1, [], [], $class),
        );
    }

    public static function missingClasses(): array
    {
        return ['no class' => ['App\\Nothing'], 'an interface' => [Countable::class]];
    }

    #[Test]
    public function aModelMayBeAClassAnObjectOrNothing(): void
    {
        $object = new \stdClass();

        $this->assertSame(self::class, (new CartItem('a', 'Item', 1, 1, [], [], self::class))->associatedModel);
        $this->assertSame($object, (new CartItem('a', 'Item', 1, 1, [], [], $object))->getAssociatedModel());
        $this->assertNull((new CartItem('a', 'Item', 1, 1))->associatedModel);
        $this->assertSame('', (new CartItem('a', 'Item', 1, 1, [], [], ''))->associatedModel);
    }

    #[Test]
    public function anItemIsAssociatedWithItsClassNameExactlyOrWithWhatItsObjectIs(): void
    {
        $byName = new CartItem('a', 'Item', 1, 1, [], [], self::class);
        $byObject = new CartItem('a', 'Item', 1, 1, [], [], new CartConditionCollection());

        $this->assertTrue($byName->isAssociatedWith(self::class));
        $this->assertFalse($byName->isAssociatedWith(strtolower(self::class)));
        $this->assertFalse($byName->isAssociatedWith(TestCase::class));
        $this->assertTrue($byObject->isAssociatedWith(\Illuminate\Support\Collection::class));
        $this->assertFalse((new CartItem('a', 'Item', 1, 1))->isAssociatedWith(self::class));
    }

    #[Test]
    public function aConditionCollectionIsKeptByReference(): void
    {
        $conditions = new CartConditionCollection();
        $item = new CartItem('a', 'Item', 1, 1, [], $conditions);

        $conditions->addCondition(new CartCondition('sale', 'discount', 'item', '-10%'));

        $this->assertTrue($item->hasCondition('sale'));
    }

    #[Test]
    public function conditionsInAListAreKeyedByTheirNames(): void
    {
        $sale = new CartCondition('sale', 'discount', 'item', '-10%');
        $item = new CartItem('a', 'Item', 100, 1, [], [
            $sale,
            ['name' => 'wrap', 'type' => 'fee', 'target' => 'item', 'value' => '+2'],
            'neither object nor array',
        ]);

        $this->assertSame(['sale', 'wrap'], $item->conditions->keys()->all());
        $this->assertSame($sale, $item->getCondition('sale'));
        $this->assertSame(92, $item->getRawPrice());
        $this->assertSame(90, $item->removeCondition('wrap')->getRawPrice());
    }

    #[Test]
    public function conditionArraysUnderAKeyKeepIt(): void
    {
        $sale = ['name' => 'sale', 'type' => 'discount', 'value' => '-1'];
        $item = new CartItem('a', 'Item', 100, 1, [], ['key' => $sale]);

        $this->assertSame(['key'], $item->conditions->keys()->all());
    }

    #[Test]
    public function ofAPlainCollectionOnlyObjectsAreTaken(): void
    {
        $item = new CartItem('a', 'Item', 1, 1, [], collect([
            new CartCondition('sale', 'discount', 'item', '-10%'),
            ['name' => 'wrap', 'type' => 'fee', 'target' => 'item', 'value' => '+2'],
        ]));

        $this->assertSame(['sale'], $item->conditions->keys()->all());
    }

    #[Test]
    #[DataProvider('properties')]
    public function aPropertyIsNotWritten(string $property): void
    {
        $item = new CartItem('a', 'Item', 1, 1);

        $this->expectException(Error::class);
        $this->expectExceptionMessage('Cannot modify readonly property ' . CartItem::class . "::\${$property}");

        $item->{$property} = null;
    }

    public static function properties(): array
    {
        return array_map(
            static fn (string $name): array => [$name],
            ['id', 'name', 'price', 'quantity', 'attributes', 'conditions', 'associatedModel'],
        );
    }

    #[Test]
    public function anItemIsArrayableJsonableAndText(): void
    {
        $item = new CartItem('a', 'Shirt', 1234.5, 2);

        foreach ([Arrayable::class, Jsonable::class, JsonSerializable::class, Stringable::class] as $interface) {
            $this->assertInstanceOf($interface, $item);
        }

        $this->assertSame('Shirt (ID: a, Price: 1234.50, Quantity: 2)', (string) $item);
    }

    #[Test]
    public function twoItemsAreEqualIfTheirIdsAre(): void
    {
        $this->assertTrue((new CartItem('a', 'One', 1, 1))->equals(new CartItem('a', 'Other', 2, 2)));
        $this->assertFalse((new CartItem('a', 'One', 1, 1))->equals(new CartItem('b', 'One', 1, 1)));
    }
}
