<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support\AnyStorage;

use Illuminate\Support\Carbon;
use InvalidArgumentException;
use MasyukAI\Cart\Conditions\CartCondition;
use PHPUnit\Framework\Attributes\Test;

/**
 * Conditions whose rules are values: stored with the cart, judged by the engine.
 *
 * @mixin CartOnAnyStorage
 */
trait StoredRuleTests
{
    #[Test]
    public function storedRulesHoldInLaterRequestsThatRegisterNothing(): void
    {
        $this->assertSame($this->cart, $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]])));
        $later = $this->again();

        $events = $this->assertEvents(
            ['CartCreated', 'ItemAdded', 'CartConditionAdded'],
            fn () => $later->add('lamp', 'Lamp', 100, 3),
        );
        $this->assertSame([$later, 'RULED', null], [
            $events[2]->cart, $events[2]->condition->getName(), $events[2]->condition->getRules(),
        ]);
        $this->assertTotal(270.0);
        $this->assertEvents(
            ['ItemUpdated', 'CartConditionRemoved'],
            fn () => $this->again()->update('lamp', ['quantity' => -1]),
        );
        $this->assertTotal(200.0);
        $this->assertEvents(
            ['ItemAdded', 'CartConditionAdded'],
            fn () => $this->again()->add('bulb', 'Bulb', 10),
        );
        $this->assertEvents(['ItemRemoved', 'CartConditionRemoved'], fn () => $this->again()->remove('bulb'));
    }

    #[Test]
    public function storedRulesAreJudgedAtOnce(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 3);

        $this->assertEvents(
            ['CartConditionAdded'],
            fn () => $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]])),
        );
    }

    #[Test]
    public function storedRulesOfItemsPutConditionsOnThoseThatFit(): void
    {
        $this->cart->registerDynamicCondition(self::byRules(
            [['this_item' => ['attribute' => 'size', 'equals' => 'L']]],
            'item',
        ));
        $this->cart->add('s', 'Shirt S', 100, attributes: ['size' => 'S']);

        $events = $this->assertEvents(
            ['ItemAdded', 'ItemConditionAdded'],
            fn () => $this->again()->add('l', 'Shirt L', 100, attributes: ['size' => 'L']),
        );

        $this->assertSame('l', $events[1]->itemId);
        $this->assertTotal(190.0);
    }

    #[Test]
    public function whatRulesPutOnHasTheAttributesOfWhatWasRegistered(): void
    {
        $this->cart->registerDynamicCondition(
            new CartCondition('BULK', 'discount', 'subtotal', '-10%', ['why' => 'many'], 0, [['min_quantity' => 3]]),
        );

        $this->again()->add('lamp', 'Lamp', 100, 3);

        $this->assertSame(['why' => 'many'], $this->again()->getCondition('BULK')->getAttributes());
    }

    #[Test]
    public function storedRulesDoNotTakeOffWhatSomebodyElseHasPutOn(): void
    {
        $this->cart->addCondition(self::condition('RULED', '-5%'));
        $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]]));
        $this->cart->add('lamp', 'Lamp', 100, 3);

        $this->assertEvents(['ItemRemoved'], fn () => $this->again()->remove('lamp'));
        $this->assertSame('-5%', $this->again()->getCondition('RULED')->getValue());
    }

    #[Test]
    public function storedRulesAreJudgedByWhatWasThereBeforeTheyWereRegistered(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, attributes: ['size' => 'L'], associatedModel: self::class);
        $this->cart->setMetadata('tier', 'gold');

        $this->again()->registerDynamicCondition(self::byRules([
            ['metadata' => ['key' => 'tier', 'equals' => 'gold']],
            ['item' => ['attribute' => 'size', 'equals' => 'L']],
            ['item' => ['model' => self::class]],
        ]));

        $this->assertTotal(90.0);
    }

    #[Test]
    public function storedRulesLookAtMetadataAndTotals(): void
    {
        $this->cart->setMetadata('tier', 'gold');
        $this->cart->registerDynamicCondition(self::byRules([
            ['metadata' => ['key' => 'tier', 'in' => ['silver', 'gold']]],
            ['min_subtotal' => 99.5],
        ]));

        $this->cart->add('lamp', 'Lamp', 99.49);
        $this->assertTotal(99.49);
        $this->cart->update('lamp', ['price' => 99.5]);
        $this->assertTotal(89.55);
        $this->again()->setMetadata('tier', 'tin');
        $this->assertTotal(89.55);
        $this->assertEvents(['CartConditionRemoved'], fn () => $this->cart->evaluateDynamicConditions());
        $this->assertTotal(99.5);
    }

    #[Test]
    public function storedRulesOfTimeGoByTheClocksOfTheirZone(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        // In Kuala Lumpur it is Saturday already.
        Carbon::setTestNow('2026-11-20 16:30:00 UTC');
        $this->cart->registerDynamicCondition(self::byRules(
            [['weekdays' => ['days' => ['sat', 'sun'], 'zone' => 'Asia/Kuala_Lumpur']]],
        ));
        $this->assertTotal(90.0);

        Carbon::setTestNow('2026-11-22 15:59:00 UTC');
        $this->assertEvents([], fn () => $this->again()->evaluateDynamicConditions());
        Carbon::setTestNow('2026-11-22 16:00:00 UTC');
        $this->assertEvents(['CartConditionRemoved'], fn () => $this->again()->evaluateDynamicConditions());

        $this->assertTotal(100.0);
    }

    #[Test]
    public function theHourThatChangesInSummerCounts(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        Carbon::setTestNow('2026-07-01 07:30:00 UTC');
        $this->cart->registerDynamicCondition(self::byRules([['weekdays' => [
            'days' => ['wed'], 'from' => '09:00', 'until' => '10:00', 'zone' => 'Europe/Berlin',
        ]]]));
        $this->assertTotal(90.0);

        Carbon::setTestNow('2026-12-02 07:30:00 UTC');
        $this->cart->evaluateDynamicConditions();
        $this->assertTotal(100.0);
    }

    #[Test]
    public function rulesThatAreNoneAreRefusedAndLeaveTheCartAsItWas(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);

        foreach (
            [
                [['min_colour' => 3]],
                [['weekdays' => ['days' => ['sat'], 'zone' => 'Mars/Base']]],
                [['min_quantity' => 'many']],
            ] as $rules
        ) {
            try {
                $this->cart->registerDynamicCondition(self::byRules($rules));
                $this->fail(json_encode($rules) . ' was taken.');
            } catch (InvalidArgumentException) {
                $this->assertTrue($this->again()->getDynamicConditions()->isEmpty());
            }
        }

        $this->assertTotal(100.0);
    }

    #[Test]
    public function theTimeZoneThatIsNotKnownIsNamed(): void
    {
        $this->assertRefused(
            InvalidArgumentException::class,
            "Rules name the time zone 'Mars/Base', which is not known; use one such as 'Europe/Berlin' or '+05:30'",
            fn () => $this->cart->registerDynamicCondition(
                self::byRules([['not' => ['weekdays' => ['days' => ['sat'], 'zone' => 'Mars/Base']]]]),
            ),
        );
    }

    #[Test]
    public function storedRulesAreListedWithThoseThatAreCallables(): void
    {
        $this->cart->registerDynamicCondition(self::condition('CALLED', rules: [static fn (): bool => false]));
        $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]]));

        $this->assertSame(['CALLED', 'RULED'], $this->cart->getDynamicConditions()->keys()->all());
        $stored = $this->again()->getDynamicConditions();
        $this->assertSame(['RULED'], $stored->keys()->all());
        $this->assertSame([['min_quantity' => 3]], $stored->first()->getRules());
        $this->assertTrue($stored->first()->isDynamic());
    }

    #[Test]
    public function storedRulesAreUnregisteredByAnyRequest(): void
    {
        $this->cart->add('lamp', 'Lamp', 100, 3);
        $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]]));
        $this->cart->getDynamicConditions();

        $this->assertEvents(['CartConditionRemoved'], fn () => $this->again()->removeDynamicCondition('RULED'));

        $this->assertTotal(300.0);
        $this->assertTrue($this->cart->getDynamicConditions()->isEmpty());
        $this->assertEvents(['ItemAdded'], fn () => $this->cart->add('lamp', 'Lamp', 100, 3));
        $this->assertTotal(600.0);
    }

    #[Test]
    public function clearingTheCartEndsStoredRules(): void
    {
        $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]]));

        $this->cart->clear();
        $this->cart->add('lamp', 'Lamp', 100, 3);

        $this->assertTotal(300.0);
    }

    #[Test]
    public function metadataAndStoredRulesDoNotTouchEachOther(): void
    {
        $this->cart->setMetadata('note', 'x');
        $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]]));
        $this->cart->storage()->putMetadata('customer', 'default', 'coupon', 'SPRING');
        $this->again()->setMetadata('note', 'y');

        $this->assertSame('y', $this->again()->getMetadata('note'));
        $this->assertSame('SPRING', $this->again()->getMetadata('coupon'));
        $this->assertEvents(
            ['CartCreated', 'ItemAdded', 'CartConditionAdded'],
            fn () => $this->again()->add('lamp', 'Lamp', 100, 3),
        );
    }

    #[Test]
    public function callablesSeeWhatStoredRulesHaveDone(): void
    {
        $this->cart->registerDynamicCondition(self::byRules([['min_quantity' => 3]]));
        $this->cart->registerDynamicCondition(self::condition('ALSO', '-1', rules: [
            static fn ($cart): bool => $cart->getCondition('RULED') !== null,
        ]));

        $this->assertEvents(
            ['CartCreated', 'ItemAdded', 'CartConditionAdded', 'CartConditionAdded'],
            fn () => $this->cart->add('lamp', 'Lamp', 100, 3),
        );
    }

    /**
     * @param list<array<string, mixed>> $rules
     */
    private static function byRules(array $rules, string $target = 'subtotal'): CartCondition
    {
        return self::condition('RULED', '-10%', $target, rules: $rules);
    }
}
