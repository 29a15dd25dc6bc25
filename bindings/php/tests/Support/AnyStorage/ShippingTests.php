<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * @mixin CartOnAnyStorage
 */
trait ShippingTests
{
    #[Test]
    public function shippingIsAConditionOfTheTotal(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);

        $attributes = ['days' => 1, 'method' => 'no', 'description' => 1];
        $this->assertSame($this->cart, $this->cart->addShipping('By bicycle', '4.9', 'express', $attributes));

        $shipping = $this->again()->getShipping();
        $this->assertSame(
            ['By bicycle', 'shipping', 'total', '+4.9'],
            [$shipping->getName(), $shipping->getType(), $shipping->getTarget(), $shipping->getValue()],
        );
        $this->assertSame(
            ['days' => 1, 'method' => 'express', 'description' => 'By bicycle'],
            $shipping->getAttributes(),
        );
        $this->assertSame('express', $this->cart->getShippingMethod());
        $this->assertSame(4.9, $this->cart->getShippingValue());
        $this->assertTotal(104.9);
    }

    #[Test]
    public function aCartHasOneShippingCost(): void
    {
        $this->cart->addFee('Card', '1');
        $this->cart->addShipping('Post', '5');
        $this->cart->addCondition(self::condition('More post', '+2', 'total', 'shipping'));

        $events = $this->assertEvents(
            ['CartConditionRemoved', 'CartConditionRemoved', 'CartConditionAdded'],
            fn () => $this->cart->addShipping('Courier', 9.5),
        );

        $this->assertSame(
            ['Post', 'More post', 'Courier'],
            array_map(static fn (object $event): string => $event->condition->getName(), $events),
        );
        $this->assertSame(['Card', 'Courier'], $this->again()->getConditions()->keys()->all());
        $this->assertSame(9.5, $this->cart->getShippingValue());
        $this->assertSame('standard', $this->cart->getShippingMethod());
    }

    #[Test]
    public function shippingOfTheSameNameIsTakenOffAndPutOnAgain(): void
    {
        $this->cart->addShipping('Post', '5');
        $this->cart->addFee('Card', '1');

        $this->assertEvents(
            ['CartConditionRemoved', 'CartConditionAdded'],
            fn () => $this->cart->addShipping('Post', '6'),
        );

        $this->assertSame(['Card', 'Post'], $this->again()->getConditions()->keys()->all());
    }

    #[Test]
    public function withoutShippingThereIsNothingToTell(): void
    {
        $this->assertNull($this->cart->getShipping());
        $this->assertNull($this->cart->getShippingMethod());
        $this->assertNull($this->cart->getShippingValue());
        $this->assertEvents([], fn () => $this->cart->removeShipping());
    }

    #[Test]
    public function everyShippingCostIsRemovedWithAnEventEach(): void
    {
        $this->cart->addShipping('Post', '5')->addFee('Card', '1');
        $this->cart->addCondition(self::condition('More post', '+2', 'total', 'shipping'));

        $this->assertEvents(['CartConditionRemoved', 'CartConditionRemoved'], fn () => $this->cart->removeShipping());

        $this->assertSame(['Card'], $this->again()->getConditions()->keys()->all());
    }

    #[Test]
    public function aCostOfNothingIsRefusedAsANumberAndTakenAsAText(): void
    {
        $this->cart->addShipping('Post', '5');

        $this->assertRefused(
            InvalidCartConditionException::class,
            'Condition value cannot be empty',
            fn () => $this->cart->addShipping('Free', 0.0),
        );
        $this->assertSame('Post', $this->cart->getShipping()->getName(), 'What was refused has changed the cart.');
        $this->assertSame(0.0, $this->cart->addShipping('Free', '0')->getShippingValue());
    }

    /**
     * @return list<array{string|float, float, float}>
     */
    public static function shippingValues(): array
    {
        return [
            ['5', 5.0, 5.0], ['+5', 5.0, 5.0], [5.0, 5.0, 5.0], ['-10%', -10.0, -20.0], ['+5%', 5.0, 10.0],
            ['*2', 2.0, 200.0], ['%5', 5.0, 0.0], ['-3', -3.0, -3.0], [-3.0, -3.0, -3.0], ['/2', 2.0, -100.0],
            ['--5', -5.0, 5.0], ['free', 0.0, 0.0], ['1e2', 100.0, 100.0], ['0.1', 0.1, 0.1],
        ];
    }

    #[Test]
    #[DataProvider('shippingValues')]
    public function theShippingValueIsTheNumberThatStandsInIt(string|float $value, float $number, float $cost): void
    {
        $this->cart->add('lamp', 'Lamp', 200);
        $this->cart->addShipping('Post', $value);

        $this->assertSame($number, $this->cart->getShippingValue());
        $this->assertSame($number, $this->again()->getShippingValue());
    }

    #[Test]
    #[DataProvider('shippingValues')]
    public function withTheSwitchTheShippingValueIsWhatItCosts(string|float $value, float $number, float $cost): void
    {
        config(['cart.switches.shipping_value_is_cost' => true]);
        $this->cart->add('lamp', 'Lamp', 200);
        $this->cart->addShipping('Post', $value);

        $this->assertSame($cost, $this->cart->getShippingValue());
    }
}
