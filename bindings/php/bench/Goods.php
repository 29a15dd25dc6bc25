<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * What is in the carts that are measured: items of five attributes and about 250 bytes of JSON, five conditions.
 */
final class Goods
{
    /** Name, type, target and value of each condition on the cart. */
    public const CONDITIONS = [
        ['spring-sale', 'discount', 'subtotal', '-10%'],
        ['coupon', 'discount', 'subtotal', '-5'],
        ['sales-tax', 'tax', 'total', '6%'],
        ['packing', 'fee', 'total', '+2.50'],
        ['parcel', 'shipping', 'total', '+8'],
    ];

    /** What addCondition() puts in the place of the coupon, in turn. */
    public const COUPONS = [['coupon', 'discount', 'subtotal', '-6'], ['coupon', 'discount', 'subtotal', '-5']];

    public static function id(int $number): string
    {
        return sprintf('sku-%06d', $number);
    }

    /**
     * @return array{string, string, float, int, array<string, mixed>} the arguments of add()
     */
    public static function item(int $number): array
    {
        return [
            self::id($number),
            "Linen shirt, long sleeves, no. {$number}",
            10 + $number % 90 + 0.95,
            1 + $number % 4,
            [
                'color' => 'indigo',
                'size' => ['S', 'M', 'L', 'XL'][$number % 4],
                'brand' => 'Northwind & Daughters',
                'weight' => 200 + $number % 300,
                'gift' => $number % 2 === 0,
            ],
        ];
    }
}
