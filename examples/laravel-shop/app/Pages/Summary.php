<?php

declare(strict_types=1);

namespace App\Pages;

use Akaunting\Money\Money;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * The way from the items to the total, in the order in which the cart computes it.
 */
final readonly class Summary
{
    private function __construct(public string $label, public string $amount, public string $kind)
    {
    }

    /**
     * @return list<self>
     */
    public static function of(Cart $cart): array
    {
        $items = (float) $cart->getItems()->subtotal();
        $subtotal = $cart->subtotal();

        return [
            new self('Items', self::format($items), 'step'),
            ...self::conditions($cart, 'subtotal', $items),
            new self('Subtotal', Amount::of($subtotal), 'subtotal'),
            ...self::conditions($cart, 'total', (float) $subtotal->getAmount()),
            new self('Total', Amount::of($cart->total()), 'total'),
        ];
    }

    /**
     * @return list<self>
     */
    private static function conditions(Cart $cart, string $target, float $amount): array
    {
        $lines = [];

        foreach ($cart->getConditions()->byTarget($target) as $condition) {
            $lines[] = new self(self::label($condition), self::format($condition->getCalculatedValue($amount)), 'step');
            $amount = $condition->apply($amount);
        }

        return $lines;
    }

    private static function label(CartCondition $condition): string
    {
        return $condition->isPercentage()
            ? Amount::signed("{$condition->getName()} {$condition->getValue()}")
            : $condition->getName();
    }

    private static function format(float $amount): string
    {
        return Amount::of(Money::USD($amount));
    }
}
