<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A condition that comes out of a storage.
 */
final class CartConditionStoredTest extends TestCase
{
    #[Test]
    #[DataProvider('values')]
    public function whatWasStoredIsReadBack(string|float $value): void
    {
        $condition = new CartCondition('a', 'b', 'total', $value, ['x' => 1], 3);
        $throughJson = json_decode(json_encode($condition->toArray(), JSON_THROW_ON_ERROR), true);

        $this->assertEquals($condition, CartCondition::fromStored($condition->toArray()));
        $this->assertSame($condition->toArray(), CartCondition::fromStored($throughJson)->toArray());
        $this->assertSame($condition->apply(100), CartCondition::fromStored($throughJson)->apply(100));
    }

    public static function values(): array
    {
        return [['-10%'], ['+5'], ['*2'], ['abc'], [-10.0], [12.5]];
    }

    #[Test]
    public function withoutTheComputedKeysItIsReadLikeAnyArray(): void
    {
        $condition = CartCondition::fromStored(['name' => 'a', 'type' => 'b', 'value' => '-5']);

        $this->assertSame('subtotal', $condition->getTarget());
        $this->assertTrue($condition->isDiscount());
    }

    #[Test]
    public function whatIsNoConditionIsRefused(): void
    {
        $this->assertRefused(
            InvalidCartConditionException::class,
            'Condition name is required',
            static fn () => CartCondition::fromStored(['type' => 'b', 'value' => '-5']),
        );
    }

    #[Test]
    public function aRuleThatATextStorageCouldNotKeepIsNoRule(): void
    {
        $condition = new CartCondition('a', 'b', 'total', '1', [], 0, [static fn (): bool => true]);
        $read = CartCondition::fromStored(json_decode(json_encode($condition->toArray()), true));

        $this->assertFalse($read->isDynamic());
        $this->assertNull($read->getRules());
    }

    #[Test]
    public function aRuleThatIsStillCallableIsKept(): void
    {
        $rules = [static fn (): bool => true];
        $condition = new CartCondition('a', 'b', 'total', '1', [], 0, $rules);

        $this->assertSame($rules, CartCondition::fromStored($condition->toArray())->getRules());
    }

    #[Test]
    public function twoStoredConditionsDoNotShareTheirValues(): void
    {
        $one = CartCondition::fromStored((new CartCondition('one', 'b', 'total', '1'))->toArray());
        $two = CartCondition::fromStored((new CartCondition('two', 'b', 'item', '2'))->toArray());

        $this->assertSame(['one', 'two'], [$one->getName(), $two->getName()]);
    }
}
