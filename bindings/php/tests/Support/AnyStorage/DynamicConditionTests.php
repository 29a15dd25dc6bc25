<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use Closure;
use InvalidArgumentException;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Conditions whose rules are closures.
 *
 * @mixin CartOnAnyStorage
 */
trait DynamicConditionTests
{
    #[Test]
    public function aConditionComesAndGoesWithWhatItsRuleSays(): void
    {
        $this->assertSame($this->cart, $this->cart->registerDynamicCondition(self::bulk()));
        $this->assertNull($this->cart->getCondition('BULK'));

        $this->assertEvents(
            ['CartCreated', 'ItemAdded', 'CartConditionAdded'],
            fn () => $this->cart->add('lamp', 'Lamp', 100, 3),
        );
        $this->assertTotal(270.0);
        $this->assertNull($this->again()->getCondition('BULK')->getRules());
        $this->assertEvents(['ItemAdded'], fn () => $this->cart->add('bulb', 'Bulb', 10));
        $this->assertEvents(['ItemUpdated'], fn () => $this->cart->update('bulb', ['quantity' => 1]));
        $this->assertEvents(
            ['ItemRemoved', 'CartConditionRemoved'],
            fn () => $this->cart->remove('lamp'),
        );
        $this->assertTotal(20.0);
        $this->assertEvents(
            ['ItemUpdated', 'CartConditionAdded'],
            fn () => $this->cart->update('bulb', ['quantity' => 1]),
        );
        $this->assertEvents(
            ['ItemRemoved', 'CartConditionRemoved'],
            fn () => $this->cart->update('bulb', ['quantity' => -3]),
        );
    }

    #[Test]
    public function aRuleIsAskedAtOnceWhenItIsRegistered(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 3);

        $this->assertEvents(['CartConditionAdded'], fn () => $this->cart->registerDynamicCondition(self::bulk()));

        $this->assertTotal(270.0);
    }

    #[Test]
    public function aRuleIsCalledWithTheCartAndForAnItemWithThatItem(): void
    {
        $calls = [];
        $note = static function (Cart $cart, ?CartItem $item = null) use (&$calls): bool {
            $calls[] = [$cart, $item?->id];

            return true;
        };
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->add(7, 'Bulb', 10);
        $this->cart->registerDynamicCondition(self::dynamic('CART', $note));
        $this->cart->registerDynamicCondition(self::dynamic('ITEM', $note, 'item'));

        // The first is asked again when the second is registered.
        $this->assertSame(
            [[$this->cart, null], [$this->cart, null], [$this->cart, 'lamp'], [$this->cart, '7']],
            $calls,
        );
    }

    #[Test]
    public function itemsAreJudgedOneByOne(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->registerDynamicCondition(
            self::dynamic('DEAR', static fn (Cart $cart, CartItem $item): bool => $item->price >= 50.0, 'item'),
        );

        $events = $this->assertEvents(
            ['ItemAdded', 'ItemConditionAdded'],
            fn () => $this->cart->add('rug', 'Rug', 200),
        );
        $this->assertSame('rug', $events[1]->itemId);
        $this->assertEvents(['ItemAdded'], fn () => $this->cart->add('bulb', 'Bulb', 10));

        $this->assertTotal(280.0);
        $events = $this->assertEvents(
            ['ItemUpdated', 'ItemConditionRemoved'],
            fn () => $this->cart->update('rug', ['price' => 20]),
        );
        $this->assertSame('rug', $events[1]->itemId);
        $this->assertTotal(120.0);
    }

    #[Test]
    public function theItemThatAddReturnsWasMadeBeforeTheEvaluation(): void
    {
        $this->cart->registerDynamicCondition(self::dynamic('ALL', static fn (): bool => true, 'item'));

        $this->assertFalse($this->cart->add('lamp', 'Lamp', 100)->hasConditions());
        $this->assertTrue($this->cart->get('lamp')->hasCondition('ALL'));
    }

    #[Test]
    public function conditionsAreEvaluatedInTheOrderOfRegistrationAndSeeEachOther(): void
    {
        $this->cart->registerDynamicCondition(self::dynamic('ONE', static fn (): bool => true));
        $this->cart->registerDynamicCondition(
            self::dynamic('TWO', static fn (Cart $cart): bool => $cart->getCondition('ONE') !== null),
        );

        $this->assertEvents(
            [],
            fn () => $this->cart->evaluateDynamicConditions(),
        );
        $this->assertSame(['ONE', 'TWO'], $this->again()->getConditions()->keys()->all());
    }

    #[Test]
    public function everyRuleHasToSayYesAndTheFirstNoEndsIt(): void
    {
        $never = static fn (): bool => throw new RuntimeException('asked');
        $this->cart->registerDynamicCondition(
            self::condition('BOTH', rules: [static fn (): bool => false, $never]),
        );

        $this->assertNull($this->cart->getCondition('BOTH'));
    }

    #[Test]
    public function manyItemsOfOneCallAreFollowedByOneEvaluation(): void
    {
        $this->cart->registerDynamicCondition(self::bulk());

        $this->assertEvents(['CartCreated', 'ItemAdded', 'ItemAdded', 'CartConditionAdded'], fn () => $this->cart->add([
            ['id' => 'lamp', 'name' => 'Lamp', 'price' => 100, 'quantity' => 3],
            ['id' => 'bulb', 'name' => 'Bulb', 'price' => 10],
        ]));
    }

    #[Test]
    public function nothingIsEvaluatedAfterOtherCalls(): void
    {
        $asked = 0;
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->registerDynamicCondition(self::dynamic('COUNT', static function () use (&$asked): bool {
            return ++$asked < 0;
        }));
        $this->assertSame(1, $asked);

        $this->cart->addDiscount('A', '1')->setMetadata('a', 1);
        $this->cart->addItemCondition('lamp', self::condition('B', '-1', 'item'));
        $this->cart->remove('nothing');
        $this->cart->update('nothing', ['quantity' => 1]);
        $this->cart->removeCondition('A');
        $this->cart->clear();
        $this->assertSame(1, $asked);

        $this->cart->evaluateDynamicConditions();
        $this->assertSame(2, $asked);
    }

    #[Test]
    public function clearingTheCartKeepsWhatIsRegistered(): void
    {
        $this->cart->registerDynamicCondition(self::bulk());
        $this->cart->clear();

        $this->cart->add('lamp', 'Lamp', 100, 3);

        $this->assertTotal(270.0);
    }

    #[Test]
    public function whatIsRegisteredBelongsToTheObjectAndNotToItsOtherInstances(): void
    {
        $this->cart->registerDynamicCondition(self::bulk());

        $this->assertSame(['BULK'], $this->cart->getDynamicConditions()->keys()->all());
        $this->assertSame($this->cart->getDynamicConditions(), $this->cart->getDynamicConditions());
        $other = $this->cart->setInstance('wishlist');
        $this->assertTrue($other->getDynamicConditions()->isEmpty());
        $this->assertTrue($other->setInstance('default')->getDynamicConditions()->isEmpty());
        $this->assertTrue($this->again()->getDynamicConditions()->isEmpty());
    }

    #[Test]
    public function aConditionWithoutRulesIsNotRegistered(): void
    {
        foreach ([null, []] as $rules) {
            $this->assertRefused(
                InvalidArgumentException::class,
                'Only dynamic conditions (with rules) can be registered.',
                fn () => $this->cart->registerDynamicCondition(self::condition('SALE', rules: $rules)),
            );
        }
    }

    #[Test]
    public function aConditionOfTheSameNameReplacesTheEarlierOne(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->registerDynamicCondition(self::dynamic('SALE', static fn (): bool => true));
        $this->cart->registerDynamicCondition(self::dynamic('SALE', static fn (): bool => true, value: '-20%'));

        $this->assertCount(1, $this->cart->getDynamicConditions());
        $this->assertTotal(80.0);
    }

    #[Test]
    public function aRuleThatThrowsLetsTheExceptionOutAndTheConditionStaysRegistered(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $broken = self::dynamic('BROKEN', static fn (): bool => throw new RuntimeException('no'));

        $this->assertRefused(RuntimeException::class, 'no', fn () => $this->cart->registerDynamicCondition($broken));
        $this->assertSame(['BROKEN'], $this->cart->getDynamicConditions()->keys()->all());
        $this->assertRefused(RuntimeException::class, 'no', fn () => $this->cart->add('bulb', 'Bulb', 10));
        $this->assertSame(2, $this->again()->count(), 'The item is there all the same.');
    }

    #[Test]
    public function aRemovedConditionIsTakenOffTheCartAndItsItems(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->registerDynamicCondition(self::dynamic('CART', static fn (): bool => true));
        $this->cart->registerDynamicCondition(self::dynamic('ITEM', static fn (): bool => true, 'item'));

        $this->assertEvents(['CartConditionRemoved'], function (): void {
            $this->assertSame($this->cart, $this->cart->removeDynamicCondition('CART'));
        });
        $this->assertEvents(['ItemConditionRemoved'], fn () => $this->cart->removeDynamicCondition('ITEM'));
        $this->assertEvents([], fn () => $this->cart->removeDynamicCondition('ITEM'));

        $this->assertTrue($this->cart->getDynamicConditions()->isEmpty());
        $this->assertTotal(100.0);
    }

    #[Test]
    public function aConditionOfTheSameNameThatSomebodyElseHasPutOnStays(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->cart->addDiscount('BULK', '1');
        $this->cart->addItemCondition('lamp', self::condition('ITEM', '-1', 'item'));
        $this->cart->registerDynamicCondition(self::bulk());
        $this->cart->registerDynamicCondition(self::dynamic('ITEM', static fn (): bool => false, 'item'));

        $this->cart->update('lamp', ['quantity' => 2]);
        $this->cart->removeDynamicCondition('BULK');
        $this->cart->removeDynamicCondition('ITEM');

        $this->assertSame('-1', $this->again()->getCondition('BULK')->getValue());
        $this->assertTrue($this->again()->get('lamp')->hasCondition('ITEM'));
    }

    #[Test]
    public function whatAnEarlierRequestsRulesHavePutOnIsTakenOffByThoseOfThisOne(): void
    {
        $earlier = $this->again();
        $earlier->registerDynamicCondition(self::bulk());
        $earlier->add('lamp', 'Lamp', 100, 3);

        $this->cart->registerDynamicCondition(self::bulk());
        $this->assertTotal(270.0);
        $this->cart->update('lamp', ['quantity' => -1]);

        $this->assertTotal(200.0);
    }

    private static function bulk(): CartCondition
    {
        return self::dynamic('BULK', static fn (Cart $cart): bool => $cart->count() >= 3);
    }

    private static function dynamic(
        string $name,
        Closure $rule,
        string $target = 'subtotal',
        string $value = '-10%',
    ): CartCondition {
        return self::condition($name, $value, $target, rules: [$rule]);
    }
}
