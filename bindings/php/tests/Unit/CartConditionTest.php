<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Contracts\Support\Jsonable;
use JsonSerializable;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Stringable;
use TypeError;

final class CartConditionTest extends TestCase
{
    #[Test]
    public function aConditionHoldsWhatItWasMadeOf(): void
    {
        $rules = [static fn (): bool => true];
        $condition = new CartCondition(' Sale ', 'discount', 'subtotal', '-10%', ['code' => 'X'], 3, $rules);

        $this->assertSame(' Sale ', $condition->getName());
        $this->assertSame('discount', $condition->getType());
        $this->assertSame('subtotal', $condition->getTarget());
        $this->assertSame('-10%', $condition->getValue());
        $this->assertSame(['code' => 'X'], $condition->getAttributes());
        $this->assertSame(3, $condition->getOrder());
        $this->assertSame($rules, $condition->getRules());
    }

    #[Test]
    public function anIntegerAsValueBecomesAFloat(): void
    {
        $this->assertSame(5.0, (new CartCondition('a', 'fee', 'total', 5))->getValue());
    }

    /**
     * The checks in their order: each case breaks all that follow it too, and is refused for its own reason.
     */
    #[Test]
    #[DataProvider('refusals')]
    public function aConditionIsRefusedForTheFirstReason(array $arguments, string $message): void
    {
        $this->assertRefused(
            InvalidCartConditionException::class,
            $message,
            static fn () => new CartCondition(...$arguments),
        );
    }

    public static function refusals(): array
    {
        $targets = 'Condition target must be one of: subtotal, total, item';
        $cases = [
            'no name' => [['', '', '', ''], 'Condition name cannot be empty'],
            'a blank name' => [['  ', '', '', ''], 'Condition name cannot be empty'],
            'the name 0' => [[' 0 ', '', '', ''], 'Condition name cannot be empty'],
            'no type' => [['a', ' ', '', ''], 'Condition type cannot be empty'],
            'the type 0' => [['a', '0', '', ''], 'Condition type cannot be empty'],
            'no target' => [['a', 'b', '', ''], 'Condition target cannot be empty'],
            'another target' => [['a', 'b', 'items', ''], $targets],
            'a target in upper case' => [['a', 'b', 'Total', ''], $targets],
            'no value' => [['a', 'b', 'total', ''], 'Condition value cannot be empty'],
            'the number 0' => [['a', 'b', 'total', 0.0], 'Condition value cannot be empty'],
            'the integer 0' => [['a', 'b', 'total', 0], 'Condition value cannot be empty'],
        ];

        foreach (['INF', '-INF', 'INFINITY', '-INFINITY', 'NAN', 'inf', 'Nan', '1e309', '1e309%'] as $value) {
            $cases["the text {$value}"] = [['a', 'b', 'total', $value], "Invalid condition value: {$value}"];
        }

        foreach (['INF' => INF, '-INF' => -INF, 'NAN' => NAN] as $text => $value) {
            $cases["the number {$text}"] = [['a', 'b', 'total', $value], "Invalid condition value: {$text}"];
        }

        return $cases;
    }

    #[Test]
    #[DataProvider('zeros')]
    public function aZeroInTextIsAValue(string $value): void
    {
        $this->assertSame(100.0, (new CartCondition('a', 'b', 'total', $value))->apply(100));
    }

    public static function zeros(): array
    {
        return [['0'], ['0%'], ['-0']];
    }

    #[Test]
    #[DataProvider('values')]
    public function aValueIsAnOperatorAndANumber(
        string|float $value,
        string $operator,
        float $number,
        float $ofHundred,
    ): void {
        $condition = new CartCondition('a', 'b', 'total', $value);

        $this->assertSame($operator, $condition->toArray()['operator']);
        $this->assertEquals($number, $condition->toArray()['parsed_value']);
        $this->assertSame($ofHundred, $condition->apply(100));
        $this->assertSame($ofHundred - 100, $condition->getCalculatedValue(100));
    }

    public static function values(): iterable
    {
        $table = [
            ['-10%', '%', -0.1, 90], ['10%', '%', 0.1, 110], ['+10%', '%', 0.1, 110], ['-150%', '%', -1.5, 0],
            ['-10', '-', 10, 90], [-10.0, '-', 10, 90], ['--5', '-', -5, 105], ['+-5', '+', -5, 95],
            ['abc', '+', 0, 100], ['%10', '+', 0, 100], ['+INF', '+', 0, 100],
            ['15', '+', 15, 115], [' 5', '+', 5, 105], [15.0, '+', 15, 115],
            ['*2', '*', 2, 200], ['*-2', '*', -2, 200], ['/2', '/', 2, 50], ['/-4', '/', -4, 25],
            ['/0', '/', 0, 100], ['*0', '*', 0, 0], ['1,000', '+', 1, 101], ['-1,000', '-', 1, 99],
            ['-+5%', '%', 0, 100], ['- 10%', '%', 0, 100], ['INF%', '%', 0, 100], ['%', '%', 0, 100],
            ['*1.5%', '%', 0, 100],
        ];

        foreach ($table as [$value, $operator, $number, $ofHundred]) {
            yield var_export($value, true) => [$value, $operator, $number, $ofHundred];
        }
    }

    #[Test]
    public function aResultIsNeitherRoundedNorBelowZeroNorAFloatsNoise(): void
    {
        $this->assertSame(24.2, (new CartCondition('a', 'b', 'total', '10%'))->apply(22));
        $this->assertSame(2.2, (new CartCondition('a', 'b', 'total', '10%'))->getCalculatedValue(22));
        $this->assertSame(0.005, (new CartCondition('a', 'b', 'total', '/2'))->apply(0.01));
        $this->assertSame(-20.0, (new CartCondition('a', 'b', 'total', '-50'))->getCalculatedValue(20));
        $this->assertSame(-6.666666666666667, (new CartCondition('a', 'b', 'total', '/3'))->getCalculatedValue(10));
    }

    #[Test]
    #[DataProvider('kinds')]
    public function aConditionIsADiscountOrAChargeByItsOperator(
        string|float $value,
        bool $discount,
        bool $charge,
        bool $percentage,
    ): void {
        $condition = new CartCondition('a', 'b', 'total', $value);

        $this->assertSame($discount, $condition->isDiscount());
        $this->assertSame($charge, $condition->isCharge());
        $this->assertSame($percentage, $condition->isPercentage());
    }

    public static function kinds(): array
    {
        return [
            'off' => ['-10', true, false, false],
            'off, a number' => [-10.0, true, false, false],
            'nothing off' => ['-0', true, false, false],
            'a share off' => ['-10%', true, false, true],
            'a share on top' => ['10%', false, true, true],
            'no share' => ['0%', false, false, true],
            'on top' => ['+10', false, true, false],
            'less on top' => ['+-5', false, true, false],
            'nothing on top' => ['0', false, true, false],
            'half' => ['*0.5', false, false, false],
            'divided' => ['/2', false, false, false],
        ];
    }

    #[Test]
    #[DataProvider('required')]
    public function anArrayNeedsNameTypeAndValue(array $data, string $message): void
    {
        $this->assertRefused(
            InvalidCartConditionException::class,
            $message,
            static fn () => CartCondition::fromArray($data),
        );
    }

    public static function required(): array
    {
        return [
            'no name' => [[], 'Condition name is required'],
            'a null name' => [['name' => null, 'type' => 'b', 'value' => '1'], 'Condition name is required'],
            'no type' => [['name' => 'a'], 'Condition type is required'],
            'no value' => [['name' => 'a', 'type' => 'b'], 'Condition value is required'],
            'a null value' => [['name' => 'a', 'type' => 'b', 'value' => null], 'Condition value is required'],
        ];
    }

    #[Test]
    public function anArrayHasDefaultsForTheRest(): void
    {
        $condition = CartCondition::fromArray(['name' => 'a', 'type' => 'b', 'value' => '1']);

        $this->assertSame('subtotal', $condition->getTarget());
        $this->assertSame([], $condition->getAttributes());
        $this->assertSame(0, $condition->getOrder());
        $this->assertNull($condition->getRules());
    }

    #[Test]
    public function theComputedKeysOfAnArrayAreComputedAgain(): void
    {
        $data = ['value' => '+7'] + (new CartCondition('a', 'discount', 'total', '-10%'))->toArray();

        $this->assertSame('+', CartCondition::fromArray($data)->toArray()['operator']);
    }

    #[Test]
    public function anOrderInTextIsAnErrorOfTheProgram(): void
    {
        $this->expectException(TypeError::class);

        CartCondition::fromArray(['name' => 'a', 'type' => 'b', 'value' => '1', 'order' => '3']);
    }

    #[Test]
    public function anAttributeThatIsNullIsThereButItsDefaultIsGiven(): void
    {
        $condition = new CartCondition('a', 'b', 'total', '1', ['code' => 'X', 'note' => null]);

        $this->assertSame('X', $condition->getAttribute('code'));
        $this->assertTrue($condition->hasAttribute('note'));
        $this->assertSame('default', $condition->getAttribute('note', 'default'));
        $this->assertFalse($condition->hasAttribute('colour'));
        $this->assertNull($condition->getAttribute('colour'));
    }

    #[Test]
    public function withMakesAnotherConditionAndNullKeepsAValue(): void
    {
        $rules = [static fn (): bool => true];
        $condition = new CartCondition('a', 'b', 'total', '1', ['x' => 1], 2, $rules);

        $changed = $condition->with(['name' => 'c', 'value' => '-10%', 'order' => null, 'rules' => null]);

        $this->assertSame('c', $changed->getName());
        $this->assertSame('-10%', $changed->getValue());
        $this->assertTrue($changed->isDiscount());
        $this->assertSame(['x' => 1], $changed->getAttributes());
        $this->assertSame(2, $changed->getOrder());
        $this->assertSame($rules, $changed->getRules());
        $this->assertSame('a', $condition->getName());
    }

    #[Test]
    public function withChecksLikeANewCondition(): void
    {
        $this->assertRefused(
            InvalidCartConditionException::class,
            'Condition target must be one of: subtotal, total, item',
            static fn () => (new CartCondition('a', 'b', 'total', '1'))->with(['target' => 'cart']),
        );
    }

    #[Test]
    public function aConditionIsDynamicIfItHasRules(): void
    {
        $this->assertFalse((new CartCondition('a', 'b', 'total', '1'))->isDynamic());
        $this->assertFalse((new CartCondition('a', 'b', 'total', '1', [], 0, []))->isDynamic());

        $dynamic = new CartCondition('a', 'b', 'total', '1', [], 0, [static fn (): bool => true]);

        $this->assertTrue($dynamic->isDynamic());
        $this->assertFalse($dynamic->withoutRules()->isDynamic());
        $this->assertNull($dynamic->withoutRules()->getRules());
        $this->assertTrue($dynamic->isDynamic());
    }

    #[Test]
    public function aConditionWithoutRulesAlwaysApplies(): void
    {
        $this->assertTrue((new CartCondition('a', 'b', 'total', '1'))->shouldApply($this->createStub(Cart::class)));
    }

    #[Test]
    public function everyRuleIsAskedUntilOneSaysNo(): void
    {
        $cart = $this->createStub(Cart::class);
        $item = new CartItem('a', 'Item', 1, 1);
        $asked = [];
        $rule = static function (string $name, mixed $answer) use (&$asked): callable {
            return static function (Cart $cart, ?CartItem $item) use (&$asked, $name, $answer): mixed {
                $asked[] = [$name, $item?->id];

                return $answer;
            };
        };

        $rules = [$rule('yes', 1), $rule('no', ''), $rule('late', true)];
        $condition = new CartCondition('a', 'b', 'item', '1', [], 0, $rules);

        $this->assertFalse($condition->shouldApply($cart, $item));
        $this->assertSame([['yes', 'a'], ['no', 'a']], $asked);
        $this->assertTrue($condition->with(['rules' => [$rule('yes', 'truthy')]])->shouldApply($cart));
    }

    #[Test]
    public function anArrayHasTheKeysInTheirOrder(): void
    {
        $array = [
            'name' => 'sale',
            'type' => 'discount',
            'target' => 'subtotal',
            'value' => '-10%',
            'attributes' => ['code' => 'X'],
            'order' => 3,
            'rules' => null,
            'operator' => '%',
            'parsed_value' => -0.1,
            'is_discount' => true,
            'is_charge' => false,
            'is_percentage' => true,
            'is_dynamic' => false,
        ];
        $condition = new CartCondition('sale', 'discount', 'subtotal', '-10%', ['code' => 'X'], 3);

        $this->assertSame($array, $condition->toArray());
        $this->assertSame($array, $condition->jsonSerialize());
        $this->assertSame(json_encode($array), $condition->toJson());
        $this->assertSame(json_encode($array, JSON_PRETTY_PRINT), $condition->toJson(JSON_PRETTY_PRINT));
    }

    #[Test]
    public function aRuleIsAnEmptyObjectInJson(): void
    {
        $condition = new CartCondition('a', 'b', 'total', '1', [], 0, [static fn (): bool => true]);

        $this->assertStringContainsString('"rules":[{}]', $condition->toJson());
        $this->assertStringContainsString('"is_dynamic":true', $condition->toJson());
    }

    #[Test]
    public function aConditionIsArrayableJsonableAndText(): void
    {
        $condition = new CartCondition('sale', 'discount', 'total', '-10%');

        foreach ([Arrayable::class, Jsonable::class, JsonSerializable::class, Stringable::class] as $interface) {
            $this->assertInstanceOf($interface, $condition);
        }

        $this->assertSame('sale (discount): -10%', (string) $condition);
        $this->assertSame('sale (discount): -10', (string) $condition->with(['value' => -10.0]));
    }
}
