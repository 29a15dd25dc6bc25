<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class CartConditionCollectionTest extends TestCase
{
    private CartConditionCollection $conditions;

    protected function setUp(): void
    {
        parent::setUp();

        $this->conditions = CartConditionCollection::fromArray([
            new CartCondition('tax', 'tax', 'total', '10%', ['rate' => 10, 'note' => null], 3),
            new CartCondition('sale', 'discount', 'subtotal', '-20%', ['code' => 'X'], 1),
            ['name' => 'wrap', 'type' => 'fee', 'target' => 'total', 'value' => '+5', 'order' => 2],
            new CartCondition('half', 'factor', 'item', '*0.5', [], 3),
            'neither object nor array',
        ]);
    }

    #[Test]
    public function aCollectionIsMadeOfObjectsAndArraysKeyedByName(): void
    {
        $this->assertSame(['tax', 'sale', 'wrap', 'half'], $this->conditions->keys()->all());
        $this->assertSame('+5', $this->conditions->get('wrap')->getValue());
    }

    #[Test]
    public function addAndRemoveChangeThisCollection(): void
    {
        $gift = new CartCondition('gift', 'fee', 'total', '+1');

        $this->assertSame($this->conditions, $this->conditions->addCondition($gift));
        $this->assertTrue($this->conditions->hasCondition('gift'));
        $this->assertSame($gift, $this->conditions->getCondition('gift'));
        $this->assertSame($this->conditions, $this->conditions->removeCondition('gift'));
        $this->assertFalse($this->conditions->hasCondition('gift'));
        $this->assertNull($this->conditions->getCondition('gift'));
    }

    #[Test]
    public function aNameThatExistsKeepsItsPlace(): void
    {
        $this->conditions->addCondition(new CartCondition('tax', 'tax', 'total', '6%'));

        $this->assertSame(['tax', 'sale', 'wrap', 'half'], $this->conditions->keys()->all());
    }

    #[Test]
    #[DataProvider('filters')]
    public function aFilterKeepsTheNames(callable $filter, array $names): void
    {
        $filtered = $filter($this->conditions);

        $this->assertInstanceOf(CartConditionCollection::class, $filtered);
        $this->assertSame($names, $filtered->keys()->all());
        $this->assertCount(4, $this->conditions);
    }

    public static function filters(): array
    {
        return [
            'by type' => [fn ($all) => $all->byType('tax'), ['tax']],
            'by target' => [fn ($all) => $all->byTarget('total'), ['tax', 'wrap']],
            'by value' => [fn ($all) => $all->byValue('+5'), ['wrap']],
            'by a value of another type' => [fn ($all) => $all->byValue(5.0), []],
            'discounts' => [fn ($all) => $all->discounts(), ['sale']],
            'charges' => [fn ($all) => $all->charges(), ['tax', 'wrap']],
            'percentages' => [fn ($all) => $all->percentages(), ['tax', 'sale']],
            'with an attribute' => [fn ($all) => $all->withAttribute('note'), ['tax']],
            'with an attribute of a value' => [fn ($all) => $all->withAttribute('rate', 10), ['tax']],
            'with an attribute of a like value' => [fn ($all) => $all->withAttribute('rate', '10'), []],
            'without a type' => [fn ($all) => $all->removeByType('tax'), ['sale', 'wrap', 'half']],
            'without a target' => [fn ($all) => $all->removeByTarget('total'), ['sale', 'half']],
            'by order, equal ones as they came' => [fn ($all) => $all->sortByOrder(), ['sale', 'wrap', 'tax', 'half']],
        ];
    }

    #[Test]
    public function conditionsAreFoundByAnAttribute(): void
    {
        $this->assertSame('sale', $this->conditions->findByAttribute('code', 'X')->getName());
        $this->assertNull($this->conditions->findByAttribute('code', 'Y'));
        $this->assertSame('tax', $this->conditions->findByAttribute('code', null)->getName());
    }

    #[Test]
    public function discountsAndChargesAreNoticed(): void
    {
        $this->assertTrue($this->conditions->hasDiscounts());
        $this->assertTrue($this->conditions->hasCharges());
        $this->assertFalse($this->conditions->byType('tax')->hasDiscounts());
        $this->assertFalse($this->conditions->byType('discount')->hasCharges());
    }

    #[Test]
    public function groupsAreCollectionsOfConditionsWithListKeys(): void
    {
        $byTarget = $this->conditions->groupByTarget();

        $this->assertSame(['total', 'subtotal', 'item'], $byTarget->keys()->all());
        $this->assertInstanceOf(CartConditionCollection::class, $byTarget['total']);
        $this->assertSame([0, 1], $byTarget['total']->keys()->all());
        $this->assertSame(['tax', 'discount', 'fee', 'factor'], $this->conditions->groupByType()->keys()->all());
    }

    #[Test]
    public function allAreAppliedByTheirOrder(): void
    {
        // 100 − 20 % = 80, + 5 = 85, + 10 % = 93.5, × 0.5 = 46.75
        $this->assertSame(46.75, $this->conditions->applyAll(100)->getAmount());
    }

    #[Test]
    #[DataProvider('applied')]
    public function applyingAllIsExactAndStopsAtZero(array $values, float $base, float $expected): void
    {
        $conditions = new CartConditionCollection();

        foreach ($values as $at => $value) {
            $conditions->addCondition(new CartCondition("condition {$at}", 'any', 'total', $value));
        }

        $this->assertSame($expected, $conditions->applyAll($base)->getAmount());
    }

    public static function applied(): array
    {
        return [
            'no condition' => [[], 100.0, 100.0],
            'no condition, below zero' => [[], -5.0, -5.0],
            'each step stops at zero' => [['-150', '+20'], 100.0, 20.0],
            'also from below zero' => [['+3'], -5.0, 0.0],
            'up from below zero' => [['+8'], -5.0, 3.0],
            'a third is not cut before it is multiplied' => [['/3', '*3'], 10.0, 10.0],
            'half up' => [['/2'], 20.01, 10.01],
        ];
    }

    #[Test]
    public function withoutASettingTheCurrencyIsTheRinggit(): void
    {
        config(['cart' => []]);

        $this->assertSame('MYR', $this->conditions->applyAll(1)->getCurrency()->getCurrency());
    }

    #[Test]
    public function discountsAndChargesAreEachOnTheFullBase(): void
    {
        $this->conditions->addCondition(new CartCondition('more', 'discount', 'total', -3.3));

        $this->assertSame(23.3, $this->conditions->getTotalDiscount(100));
        $this->assertSame(15.0, $this->conditions->getTotalCharges(100));
        $this->assertSame(0.0, (new CartConditionCollection())->getTotalDiscount(100));
    }

    #[Test]
    public function aSumHasNoFloatsNoise(): void
    {
        $conditions = CartConditionCollection::fromArray([
            new CartCondition('one', 'fee', 'total', '0.1'),
            new CartCondition('two', 'fee', 'total', '0.2'),
        ]);

        $this->assertSame(0.3, $conditions->getTotalCharges(10));
    }

    #[Test]
    public function aSummaryIsInTheUnitOfItsBase(): void
    {
        $this->assertSame(
            [
                'total_conditions' => 4,
                'discounts' => 1,
                'charges' => 2,
                'percentages' => 2,
                'total_discount_amount' => 20.0,
                'total_charges_amount' => 15.0,
                'net_adjustment' => -53.25,
            ],
            $this->conditions->getSummary(100),
        );
        $this->assertSame(0.0, (new CartConditionCollection())->getSummary(100)['net_adjustment']);
    }

    #[Test]
    public function aSummaryOfNoBaseHasNoAmounts(): void
    {
        $this->assertSame(
            ['total_discount_amount' => 0, 'total_charges_amount' => 0, 'net_adjustment' => 0],
            array_slice($this->conditions->getSummary(), 4),
        );
    }

    #[Test]
    public function inDetailEachConditionHasItsCalculatedValue(): void
    {
        $detailed = $this->conditions->toDetailedArray(100);

        $this->assertSame(['conditions', 'summary'], array_keys($detailed));
        $this->assertSame(
            $this->conditions->getCondition('sale')->toArray() + ['calculated_value' => -20.0],
            $detailed['conditions']['sale'],
        );
        $this->assertSame($this->conditions->getSummary(100), $detailed['summary']);
    }
}
