<?php

declare(strict_types=1);

namespace Cartwright\Demo\Page;

use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * A step on the way from the items to the total.
 */
final class SummaryLine
{
    private function __construct(
        public readonly string $label,
        public readonly string $amount,
        public readonly string $kind = 'step',
    ) {
    }

    /**
     * In the order in which the cart computes: exact in between, rounded at the subtotal and at the total.
     *
     * @return list<self>
     */
    public static function of(Cart $cart): array
    {
        $items = $cart->getItems()->subtotal();

        return [
            new self('Items', Amount::exact($items)),
            ...self::conditions($cart, 'subtotal', $items),
            new self('Subtotal', Amount::dollars($cart->getRawSubtotal()), 'subtotal'),
            ...self::conditions($cart, 'total', $cart->getRawSubtotal()),
            new self('Total', Amount::dollars($cart->getRawTotal()), 'total'),
        ];
    }

    /**
     * @return list<self>
     */
    private static function conditions(Cart $cart, string $target, float $amount): array
    {
        $lines = [];

        foreach ($cart->getConditions()->byTarget($target) as $condition) {
            $lines[] = new self(self::label($condition), Amount::exact($condition->getCalculatedValue($amount)));
            $amount = $condition->apply($amount);
        }

        return $lines;
    }

    private static function label(CartCondition $condition): string
    {
        return $condition->isPercentage()
            ? $condition->getName() . ' ' . Amount::signed((string) $condition->getValue())
            : $condition->getName();
    }
}
