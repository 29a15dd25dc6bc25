<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Every change of an item makes a new one.
 */
final class CartItemChangesTest extends TestCase
{
    private CartItem $item;

    protected function setUp(): void
    {
        parent::setUp();

        $this->item = new CartItem('a', 'Shirt', 10, 1, ['size' => 'M', 'note' => null], [
            new CartCondition('sale', 'discount', 'item', '-10%'),
        ], self::class);
    }

    #[Test]
    #[DataProvider('changes')]
    public function aChangeLeavesTheItemAndEverythingElseAsItWas(callable $change, string $key, mixed $value): void
    {
        $before = $this->item->toArray();
        $changed = $change($this->item);

        $this->assertSame($before, $this->item->toArray());
        $this->assertSame([...$before, $key => $value], $changed->toArray());
    }

    public static function changes(): array
    {
        $fee = new CartCondition('fee', 'fee', 'item', '+1');

        return [
            'a quantity' => [fn (CartItem $item) => $item->setQuantity(3), 'quantity', 3],
            'a name, trimmed' => [fn (CartItem $item) => $item->setName(' Cap '), 'name', 'Cap'],
            'a price' => [fn (CartItem $item) => $item->setPrice('12.50'), 'price', 12.5],
            'all attributes' => [fn (CartItem $item) => $item->setAttributes(['x' => 1]), 'attributes', ['x' => 1]],
            'one attribute more' => [
                fn (CartItem $item) => $item->addAttribute('x', 1),
                'attributes',
                ['size' => 'M', 'note' => null, 'x' => 1],
            ],
            'one attribute replaced in its place' => [
                fn (CartItem $item) => $item->addAttribute('size', 'L'),
                'attributes',
                ['size' => 'L', 'note' => null],
            ],
            'one attribute less' => [
                fn (CartItem $item) => $item->removeAttribute('size'),
                'attributes',
                ['note' => null],
            ],
            'an attribute that is not there' => [
                fn (CartItem $item) => $item->removeAttribute('colour'),
                'attributes',
                ['size' => 'M', 'note' => null],
            ],
            'no conditions' => [fn (CartItem $item) => $item->clearConditions(), 'conditions', []],
            'a condition less' => [fn (CartItem $item) => $item->removeCondition('sale'), 'conditions', []],
            'a condition replaced' => [
                fn (CartItem $item) => $item->clearConditions()->addCondition($fee),
                'conditions',
                ['fee' => $fee->toArray()],
            ],
        ];
    }

    #[Test]
    #[DataProvider('refusals')]
    public function aChangeToWhatNoItemMayBeIsRefused(callable $change, string $message): void
    {
        $this->assertRefused(InvalidCartItemException::class, $message, fn () => $change($this->item));
    }

    public static function refusals(): array
    {
        return [
            'quantity 0' => [fn (CartItem $item) => $item->setQuantity(0), 'Quantity must be at least 1'],
            'quantity above the limit' => [
                fn (CartItem $item) => $item->setQuantity(10001),
                'Cart item quantity cannot exceed 10000',
            ],
            'a blank name' => [fn (CartItem $item) => $item->setName('  '), 'Cart item name cannot be empty'],
            'the name 0' => [fn (CartItem $item) => $item->setName(' 0 '), 'Cart item name cannot be empty'],
            'a long name' => [
                fn (CartItem $item) => $item->setName(str_repeat('x', 256)),
                'Cart item name cannot exceed 255 characters',
            ],
            'a price below zero' => [fn (CartItem $item) => $item->setPrice(-1), 'Price cannot be negative'],
            'an attribute that is no JSON' => [
                fn (CartItem $item) => $item->addAttribute('x', INF),
                'Cannot validate item attributes data size: Inf and NaN cannot be JSON encoded',
            ],
        ];
    }

    #[Test]
    public function withChangesManyValuesAndNullKeepsOne(): void
    {
        $changed = $this->item->with([
            'id' => 'b',
            'name' => 'Cap',
            'price' => 5.5,
            'quantity' => null,
            'attributes' => ['x' => 1],
            'conditions' => [],
            'associated_model' => null,
        ]);

        $this->assertSame(
            [
                'id' => 'b',
                'name' => 'Cap',
                'price' => 5.5,
                'quantity' => 1,
                'attributes' => ['x' => 1],
                'conditions' => [],
                'associated_model' => self::class,
            ],
            $changed->toArray(),
        );
        $this->assertSame($this->item->toArray(), $this->item->with([])->toArray());
    }

    #[Test]
    public function aCopyHasConditionsOfItsOwn(): void
    {
        $copy = $this->item->setQuantity(2);
        $copy->conditions->removeCondition('sale');

        $this->assertTrue($this->item->hasCondition('sale'));
    }

    #[Test]
    public function aConditionUnderANameThatExistsTakesItsPlace(): void
    {
        $item = $this->item
            ->addCondition(new CartCondition('fee', 'fee', 'item', '+1'))
            ->addCondition(new CartCondition('sale', 'discount', 'item', '-20%'));

        $this->assertSame(['sale', 'fee'], $item->conditions->keys()->all());
        $this->assertSame('-20%', $item->getCondition('sale')->getValue());
    }

    #[Test]
    public function anAttributeThatIsNullIsThere(): void
    {
        $this->assertTrue($this->item->hasAttribute('note'));
        $this->assertNull($this->item->getAttribute('note', 'default'));
        $this->assertFalse($this->item->hasAttribute('colour'));
        $this->assertSame('default', $this->item->getAttribute('colour', 'default'));
        $this->assertNull($this->item->getAttribute('colour'));
    }

    #[Test]
    public function anAttributesNameIsNoPath(): void
    {
        $item = $this->item->setAttributes(['a' => ['b' => 1], 'c.d' => 2]);

        $this->assertNull($item->getAttribute('a.b'));
        $this->assertSame(2, $item->getAttribute('c.d'));
    }

    #[Test]
    public function anItemTellsItsConditions(): void
    {
        $this->assertTrue($this->item->hasConditions());
        $this->assertTrue($this->item->hasCondition('sale'));
        $this->assertFalse($this->item->hasCondition('fee'));
        $this->assertNull($this->item->getCondition('fee'));
        $this->assertSame($this->item->conditions, $this->item->getConditions());
        $this->assertFalse($this->item->clearConditions()->hasConditions());
    }
}
