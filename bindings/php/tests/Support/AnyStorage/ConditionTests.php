<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use PHPUnit\Framework\Attributes\Test;

/**
 * @mixin CartOnAnyStorage
 */
trait ConditionTests
{
    #[Test]
    public function conditionsAreAddedReplacedFoundAndRemoved(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $both = [self::condition('ONE', '-10%'), self::condition('TWO', '+5')];

        $this->assertSame($this->cart, $this->cart->addCondition($both));
        $this->cart->addCondition(self::condition('ONE', '-20%'));

        $this->assertSame('-20%', $this->again()->getCondition('ONE')->getValue());
        $this->assertNull($this->cart->getCondition('THREE'));
        $this->assertTrue($this->cart->removeCondition('ONE'));
        $this->assertFalse($this->cart->removeCondition('ONE'));
        $this->assertSame(['TWO'], $this->again()->getConditions()->keys()->all());
        $this->assertTotal(105.0);
    }

    #[Test]
    public function whatIsNoConditionIsRefusedAndThoseBeforeItStay(): void
    {
        $this->assertRefused(
            InvalidCartConditionException::class,
            'Condition must be an instance of CartCondition',
            fn () => $this->cart->addCondition([self::condition('ONE'), 'text', self::condition('TWO')]),
        );

        $this->assertSame(['ONE'], $this->again()->getConditions()->keys()->all());
    }

    #[Test]
    public function conditionsAreFoundByTheirType(): void
    {
        $this->cart->addCondition([
            self::condition('SALE'), self::condition('VAT', '19%', 'total', 'tax'), self::condition('MORE', '-1'),
        ]);

        $this->assertSame(['SALE', 'MORE'], $this->again()->getConditionsByType('discount')->keys()->all());
        $this->assertSame([], $this->cart->getConditionsByType('Discount')->all());
    }

    #[Test]
    public function conditionsAreTakenOffByTheirTypeWithoutAnEvent(): void
    {
        $this->cart->addCondition([
            self::condition('SALE'), self::condition('VAT', '19%', 'total', 'tax'), self::condition('MORE', '-1'),
        ]);

        $this->assertEvents([], function (): void {
            $this->assertTrue($this->cart->removeConditionsByType('discount'));
            $this->assertFalse($this->cart->removeConditionsByType('discount'));
        });

        $this->assertSame(['VAT'], $this->again()->getConditions()->keys()->all());
    }

    #[Test]
    public function allConditionsAreTakenOffWithoutAnEvent(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->addItemCondition('lamp', self::condition('ECO', '+1', 'item', 'fee'));
        $this->cart->addCondition([self::condition('SALE'), self::condition('VAT', '19%', 'total', 'tax')]);

        $this->assertEvents([], function (): void {
            $this->assertTrue($this->cart->clearConditions());
            $this->assertTrue($this->cart->clearConditions());
        });

        $this->assertTotal(101.0);
    }

    #[Test]
    public function aDiscountIsTakenOffWhateverSignItHas(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);

        $this->assertSame($this->cart, $this->cart->addDiscount('A', '10%'));
        $this->cart->addDiscount('B', '-5')->addDiscount('C', '+10', 'total');

        $found = $this->again()->getConditions();
        $this->assertSame(['-10%', '-5', '-+10'], $found->map->getValue()->values()->all());
        $this->assertSame(['subtotal', 'subtotal', 'total'], $found->map->getTarget()->values()->all());
        $this->assertSame('discount', $found->first()->getType());
        $this->assertTotal(75.0);
    }

    #[Test]
    public function taxesAndFeesAreTakenAsTheyAre(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);

        $events = $this->assertEvents(['CartConditionAdded', 'CartConditionAdded'], function (): void {
            $this->assertSame($this->cart, $this->cart->addTax('VAT', '19%'));
            $this->assertSame($this->cart, $this->cart->addFee('Card', '1.5'));
        });

        $this->assertSame(
            [['tax', 'subtotal', '19%'], ['fee', 'total', '1.5']],
            array_map(static fn (object $event): array => [
                $event->condition->getType(), $event->condition->getTarget(), $event->condition->getValue(),
            ], $events),
        );
        $this->assertTotal(120.5);
    }

    #[Test]
    public function whatIsNoConditionIsRefusedInTheConditionsWords(): void
    {
        $this->assertRefused(
            InvalidCartConditionException::class,
            'Condition target must be one of: subtotal, total, item',
            fn () => $this->cart->addTax('VAT', '19%', 'cart'),
        );
        $this->assertRefused(
            InvalidCartConditionException::class,
            'Condition name cannot be empty',
            fn () => $this->cart->addFee(' ', '1'),
        );
        $this->assertTrue($this->cart->getConditions()->isEmpty());
    }

    #[Test]
    public function anItemsConditionCountsAndReplacesOneOfItsName(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 2);

        $this->assertTrue($this->cart->addItemCondition('lamp', self::condition('SALE', '-10%', 'item')));
        $this->assertTrue($this->cart->addItemCondition('lamp', self::condition('ECO', '+1', 'item', 'fee')));
        $this->assertTrue($this->cart->addItemCondition('lamp', self::condition('SALE', '-50%', 'item')));

        $this->assertSame(['SALE', 'ECO'], $this->again()->get('lamp')->getConditions()->keys()->all());
        $this->assertTotal(102.0);
    }

    #[Test]
    public function theTargetOfAnItemsConditionIsNotLookedAt(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);

        $this->assertTrue($this->cart->addItemCondition('lamp', self::condition('SALE', '-10%', 'total')));

        $this->assertTotal(90.0);
    }

    #[Test]
    public function anItemsConditionIsTakenOff(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->addItemCondition('lamp', self::condition('SALE', '-10%', 'item'));

        $this->assertTrue($this->cart->removeItemCondition('lamp', 'SALE'));
        $this->assertFalse($this->cart->removeItemCondition('lamp', 'SALE'));
        $this->assertTotal(100.0);
    }

    #[Test]
    public function allConditionsAreTakenOffAnItemWithoutAnEvent(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->add('bulb', 'Bulb', 10, conditions: [self::condition('ECO', '+1', 'item', 'fee')]);
        $this->cart->addItemCondition('lamp', self::condition('SALE', '-10%', 'item'));

        $this->assertEvents([], function (): void {
            $this->assertTrue($this->cart->clearItemConditions('lamp'));
            $this->assertTrue($this->cart->clearItemConditions('lamp'), 'The item is there.');
        });

        $this->assertTotal(111.0);
    }

    #[Test]
    public function anItemThatIsNotThereHasNoConditions(): void
    {
        $this->assertEvents([], function (): void {
            $this->assertFalse($this->cart->addItemCondition('lamp', self::condition('SALE', '-10%', 'item')));
            $this->assertFalse($this->cart->removeItemCondition('lamp', 'SALE'));
            $this->assertFalse($this->cart->clearItemConditions('lamp'));
        });
    }

    #[Test]
    public function anItemWithANumberAsItsIdHasConditionsToo(): void
    {
        $this->cart->add(123, 'Lamp', 100);

        $this->assertTrue($this->cart->addItemCondition('123', self::condition('SALE', '-10%', 'item')));
        $this->assertTrue($this->cart->removeItemCondition('123', 'SALE'));
        $this->assertTotal(100.0);
    }

    #[Test]
    public function theEventsOfItemConditionsNameTheItem(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $condition = self::condition('SALE', '-10%', 'item');

        [$added] = $this->assertEvents(
            ['ItemConditionAdded'],
            fn () => $this->cart->addItemCondition('lamp', $condition),
        );
        [$removed] = $this->assertEvents(
            ['ItemConditionRemoved'],
            fn () => $this->cart->removeItemCondition('lamp', 'SALE'),
        );

        $this->assertSame([$condition, $this->cart, 'lamp'], [$added->condition, $added->cart, $added->itemId]);
        $this->assertSame(['SALE', 'lamp', null], [$removed->condition->getName(), $removed->itemId, $removed->reason]);
    }

    #[Test]
    public function addingTheItemAgainLosesItsConditions(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->addItemCondition('lamp', self::condition('SALE', '-10%', 'item'));

        $this->cart->add('lamp', 'Lamp', 100);

        $this->assertTrue($this->again()->get('lamp')->getConditions()->isEmpty());
    }

    #[Test]
    public function conditionsCountInTheOrderInWhichTheyWerePutOn(): void
    {
        $this->inTwoOrders();

        $this->assertTotal(80.0);
        $this->assertSame(80.0, $this->cart->add('rug', 'Rug', 100.0, conditions: $this->ordered())->getRawPrice());
    }

    #[Test]
    public function withTheSwitchConditionsCountInTheirOwnOrder(): void
    {
        config(['cart.switches.honour_condition_order' => true]);
        $this->inTwoOrders();

        $this->assertTotal(65.0);
        $this->assertSame(65.0, $this->cart->add('rug', 'Rug', 100.0, conditions: $this->ordered())->getRawPrice());
        $this->cart->remove('rug');
        config(['cart.switches.honour_condition_order' => false]);
        $this->assertTotal(80.0);
    }

    #[Test]
    public function withTheSwitchAPriceOrAValueThatIsNoNumberIsRefused(): void
    {
        $this->cart->add('lamp', 'Lamp', '1.234,56');
        $this->cart->addFee('Card', 'abc');
        config(['cart.switches.strict_parsing' => true]);

        foreach (['1.234,56', 'abc', ''] as $price) {
            try {
                $this->cart->add('rug', 'Rug', $price);
                $this->fail("{$price} was taken.");
            } catch (InvalidCartItemException $refusal) {
                $this->assertStringContainsString("The price '{$price}' cannot be read", $refusal->getMessage());
            }
        }

        $this->expectException(InvalidCartConditionException::class);
        $this->cart->addFee('Card', '1,000');
    }

    private function inTwoOrders(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->addCondition($this->ordered());
    }

    /**
     * @return list<CartCondition> 100 is 80 as they stand, 65 by their order
     */
    private function ordered(): array
    {
        return [
            new CartCondition('HALF', 'discount', 'subtotal', '-50%', [], 2),
            new CartCondition('BOX', 'fee', 'subtotal', '+30', [], 1),
        ];
    }
}
