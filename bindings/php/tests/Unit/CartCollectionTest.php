<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Collections\CartCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class CartCollectionTest extends TestCase
{
    private CartCollection $items;

    protected function setUp(): void
    {
        parent::setUp();

        $this->items = (new CartCollection())
            ->addItem(new CartItem('shirt', 'Shirt', 10.5, 2, ['size' => 'M'], [
                new CartCondition('sale', 'discount', 'item', '-10%'),
            ], self::class))
            ->addItem(new CartItem('cap', 'cap', 5.0, 1, ['size' => null]))
            ->addItem(new CartItem('123', 'Zebra print shirt', 10.5, 4, ['colour' => 'red'], [
                new CartCondition('wrap', 'fee', 'total', 1.5),
            ]));
    }

    #[Test]
    public function itemsAreKeyedByTheirIds(): void
    {
        $this->assertSame(['shirt', 'cap', 123], $this->items->keys()->all());
        $this->assertTrue($this->items->hasItem('123'));
        $this->assertSame('123', $this->items->getItem('123')->id);
        $this->assertNull($this->items->getItem('nothing'));
        $this->assertFalse($this->items->hasItem('nothing'));
    }

    #[Test]
    public function addAndRemoveChangeThisCollection(): void
    {
        $this->assertSame($this->items, $this->items->addItem(new CartItem('sock', 'Sock', 1, 1)));
        $this->assertTrue($this->items->hasItem('sock'));
        $this->assertSame($this->items, $this->items->removeItem('123'));
        $this->assertSame(['shirt', 'cap', 'sock'], $this->items->keys()->all());
    }

    #[Test]
    public function theSumsAreExactAndNotRounded(): void
    {
        // 10.5 − 10 % = 9.45, × 2 = 18.9; 5; (10.5 + 1.5) × 4 = 48
        $this->assertSame(71.9, $this->items->subtotal());
        $this->assertSame(71.9, $this->items->total());
        $this->assertSame(68.0, $this->items->subtotalWithoutConditions());
        $this->assertSame(68.0, $this->items->totalWithoutConditions());
        $this->assertSame(7, $this->items->getTotalQuantity());
    }

    #[Test]
    public function aSumHasNoFloatsNoise(): void
    {
        $items = (new CartCollection())
            ->addItem(new CartItem('a', 'A', 0.1, 1))
            ->addItem(new CartItem('b', 'B', 0.2, 1));

        $this->assertSame(0.3, $items->subtotal());
        $this->assertSame(0.15, $items->getStatistics()['average_price']);
    }

    #[Test]
    public function theSumsOfNothingAreFloats(): void
    {
        $this->assertSame(0.0, (new CartCollection())->subtotal());
        $this->assertSame(0.0, (new CartCollection())->getTotalDiscount());
        $this->assertSame(0, (new CartCollection())->getTotalQuantity());
    }

    #[Test]
    public function theDiscountIsTheSumOfTheItemsRoundedDiscounts(): void
    {
        // 10 % of 10.05 is 1.005, rounded to 1.01 for each of the two.
        $discount = [new CartCondition('sale', 'discount', 'item', '-10%')];
        $items = (new CartCollection())
            ->addItem(new CartItem('a', 'A', 10.05, 1, [], $discount))
            ->addItem(new CartItem('b', 'B', 10.05, 1, [], $discount));

        $this->assertSame(2.02, $items->getTotalDiscount());
    }

    #[Test]
    public function aFormattedArrayHasPlainNumbers(): void
    {
        $this->assertSame(
            [
                'items' => $this->items->map(fn (CartItem $item): array => $item->toArray())->all(),
                'total_quantity' => 7,
                'subtotal' => 71.9,
                'total' => 71.9,
                'total_without_conditions' => 68.0,
                'count' => 3,
                'is_empty' => false,
            ],
            $this->items->toFormattedArray(),
        );
    }

    /**
     * @param list<int|string> $ids
     */
    #[Test]
    #[DataProvider('filters')]
    public function aFilterKeepsTheIds(callable $filter, array $ids): void
    {
        $filtered = $filter($this->items);

        $this->assertInstanceOf(CartCollection::class, $filtered);
        $this->assertSame($ids, $filtered->keys()->all());
        $this->assertCount(3, $this->items);
    }

    public static function filters(): array
    {
        return [
            'by a condition' => [fn ($all) => $all->filterByCondition('sale'), ['shirt']],
            'by a type of condition' => [fn ($all) => $all->filterByConditionType('fee'), [123]],
            'by a target of a condition' => [fn ($all) => $all->filterByConditionTarget('item'), ['shirt']],
            'by a value of a condition' => [fn ($all) => $all->filterByConditionValue(1.5), [123]],
            'by a like value of a condition' => [fn ($all) => $all->filterByConditionValue('1.5'), []],
            'that have an attribute' => [fn ($all) => $all->filterByAttribute('size'), ['shirt', 'cap']],
            'by an attribute' => [fn ($all) => $all->filterByAttribute('size', 'M'), ['shirt']],
            'by model' => [fn ($all) => $all->filterByModel(self::class), ['shirt']],
            'where model' => [fn ($all) => $all->whereModel(self::class), ['shirt']],
            'by name' => [fn ($all) => $all->searchByName('SHIRT'), ['shirt', 123]],
            'by no name' => [fn ($all) => $all->searchByName(''), ['shirt', 'cap', 123]],
            'more than' => [fn ($all) => $all->whereQuantityGreaterThan(2), [123]],
            'above' => [fn ($all) => $all->whereQuantityAbove(1), ['shirt', 123]],
            'fewer than' => [fn ($all) => $all->whereQuantityLessThan(2), ['cap']],
            'between two prices' => [fn ($all) => $all->wherePriceBetween(5, 10.5), ['shirt', 'cap', 123]],
            'between two other prices' => [fn ($all) => $all->wherePriceBetween(5.01, 10.49), []],
            'one of each price' => [fn ($all) => $all->uniqueBy('price'), ['shirt', 'cap']],
            'by price' => [fn ($all) => $all->sortByPrice(), ['cap', 'shirt', 123]],
            'by price, down' => [fn ($all) => $all->sortByPrice('desc'), ['shirt', 123, 'cap']],
            'by price, DESC is up' => [fn ($all) => $all->sortByPrice('DESC'), ['cap', 'shirt', 123]],
            'by quantity' => [fn ($all) => $all->sortByQuantity(), ['cap', 'shirt', 123]],
            'by quantity, down' => [fn ($all) => $all->sortByQuantity('desc'), [123, 'shirt', 'cap']],
            'by name, upper case first' => [fn ($all) => $all->sortByName(), ['shirt', 123, 'cap']],
            'by name, down' => [fn ($all) => $all->sortByName('desc'), ['cap', 123, 'shirt']],
        ];
    }

    #[Test]
    public function groupsAreCollectionsOfItemsWithoutIdsAsKeys(): void
    {
        $byPrice = $this->items->groupByProperty('price');

        $this->assertSame(['10.5', 5], $byPrice->keys()->all());
        $this->assertInstanceOf(CartCollection::class, $byPrice['10.5']);
        $this->assertSame([0, 1], $byPrice['10.5']->keys()->all());
    }

    #[Test]
    public function anAttributeThatIsNullOrMissingGroupsUnderNothing(): void
    {
        $this->assertSame(['M', ''], $this->items->groupByAttribute('size')->keys()->all());
    }

    #[Test]
    public function conditionsOfAnyItemAreNoticed(): void
    {
        $this->assertTrue($this->items->hasItemsWithConditions());
        $this->assertFalse($this->items->whereQuantityLessThan(2)->hasItemsWithConditions());
    }

    #[Test]
    public function statisticsCountPricesOnce(): void
    {
        $this->items->removeItem('123');

        $this->assertSame(
            [
                'total_items' => 2,
                'total_quantity' => 3,
                'average_price' => 7.75,
                'highest_price' => 10.5,
                'lowest_price' => 5.0,
                'total_value' => 23.9,
                'total_with_conditions' => 23.9,
                'items_with_conditions' => 1,
            ],
            $this->items->getStatistics(),
        );
    }

    #[Test]
    public function thereIsNoAverageOfNothing(): void
    {
        $statistics = (new CartCollection())->getStatistics();

        $this->assertNull($statistics['average_price']);
        $this->assertNull($statistics['highest_price']);
        $this->assertNull($statistics['lowest_price']);
    }
}
