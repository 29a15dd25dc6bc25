<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * What an item costs.
 */
final class CartItemAmountsTest extends TestCase
{
    /**
     * @param list<string|float> $conditions
     */
    #[Test]
    #[DataProvider('rawPrices')]
    public function aPriceIsWholeOnlyIfItWasAndTheResultIs(
        int|float $price,
        array $conditions,
        int|float $expected,
    ): void {
        $this->assertSame($expected, self::item($price, 1, $conditions)->getRawPrice());
    }

    public static function rawPrices(): array
    {
        return [
            'no condition' => [10, [], 10],
            'no condition, a float' => [10.0, [], 10.0],
            'whole' => [10, ['-10%'], 9],
            'not whole any more' => [10, ['-5%'], 9.5],
            'a float stays one' => [10.0, ['-10%'], 9.0],
            'one after the other' => [100, ['-10%', '+5', '*2'], 190],
            'in the order in which they were added' => [100, ['+5', '-10%'], 94.5],
            'each step stops at zero' => [100, ['-150', '+20'], 20],
            'never below zero' => [100, ['-150'], 0],
            'exactly' => [22.0, ['10%'], 24.2],
            'a third is not cut before it is multiplied' => [10.0, ['/3', '*3'], 10.0],
        ];
    }

    /**
     * @param list<string|float> $conditions
     */
    #[Test]
    #[DataProvider('subtotals')]
    public function aSubtotalIsTheRawPriceTimesTheQuantity(
        int|float $price,
        int $quantity,
        array $conditions,
        int|float $expected,
    ): void {
        $this->assertSame($expected, self::item($price, $quantity, $conditions)->getRawSubtotal());
    }

    public static function subtotals(): array
    {
        return [
            'whole' => [10, 3, [], 30],
            'a float' => [0.1, 3, [], 0.3],
            'with a condition' => [100, 2, ['-10%'], 180],
            'a float because the price with conditions is one' => [10, 3, ['/3'], 10.0],
        ];
    }

    #[Test]
    public function withoutConditionsThePlainPriceCounts(): void
    {
        $item = self::item(100, 2, ['-10%']);

        $this->assertSame(100, $item->getRawPriceWithoutConditions());
        $this->assertSame(200, $item->getRawSubtotalWithoutConditions());
        $this->assertSame(100, $item->getPriceWithoutConditions()->getAmount());
        $this->assertSame(200, $item->getSubtotalWithoutConditions()->getAmount());
    }

    #[Test]
    public function theSameAmountsAreThereAsMoney(): void
    {
        $item = self::item(100, 2, ['-10%']);

        $this->assertSame(90, $item->getPrice()->getAmount());
        $this->assertSame(180, $item->getSubtotal()->getAmount());
        $this->assertSame(180, $item->subtotal()->getAmount());
        $this->assertSame(180, $item->total()->getAmount());
        $this->assertSame(20, $item->getDiscountAmount()->getAmount());
        $this->assertSame(20, $item->discountAmount()->getAmount());
    }

    #[Test]
    public function aChargeIsNoDiscountBelowZero(): void
    {
        $this->assertTrue(self::item(100, 2, ['+10%'])->getDiscountAmount()->isZero());
    }

    #[Test]
    public function theTargetAndTheOrderOfAnItemsConditionsAreNotLookedAt(): void
    {
        $item = new CartItem('a', 'Item', 100, 1, [], [
            new CartCondition('b', 'fee', 'total', '+5', [], 9),
            new CartCondition('a', 'discount', 'subtotal', '-10%', [], 1),
        ]);

        $this->assertSame(94.5, $item->getRawPrice());
    }

    /**
     * @param list<string|float> $conditions
     */
    private static function item(int|float $price, int $quantity, array $conditions): CartItem
    {
        return new CartItem('a', 'Item', $price, $quantity, [], array_map(
            static fn (string|float $value, int $at) => new CartCondition("condition {$at}", 'any', 'item', $value),
            $conditions,
            array_keys($conditions),
        ));
    }
}
