<?php

declare(strict_types=1);

namespace Cartwright\Demo\Narration;

use Akaunting\Money\Money;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Collections\CartCollection;
use MasyukAI\Cart\Models\CartItem;

/**
 * What came back, in a line.
 */
final class Description
{
    public static function of(mixed $value): string
    {
        return match (true) {
            $value instanceof Cart => 'the cart',
            $value instanceof CartItem => self::item($value),
            $value instanceof CartCollection => implode("\n", array_map(self::item(...), array_values($value->all()))),
            $value instanceof Money => sprintf(
                'Money, %s %s',
                self::number($value->getAmount()),
                $value->getCurrency()->getCurrency(),
            ),
            is_array($value) => self::pairs($value),
            is_object($value) => $value::class,
            is_float($value) => self::number($value),
            default => var_export($value, true),
        };
    }

    private static function item(CartItem $item): string
    {
        $price = self::number($item->price);
        $conditions = $item->conditions->isEmpty() ? '' : ', ' . $item->conditions->implode(
            static fn ($condition): string => "{$condition->getName()} {$condition->getValue()}",
            ', ',
        );

        return "CartItem {$item->id}, quantity {$item->quantity}, price {$price}{$conditions}";
    }

    private static function number(int|float $number): string
    {
        return is_int($number) ? (string) $number : var_export($number, true);
    }

    /**
     * @param array<array-key, mixed> $values
     */
    private static function pairs(array $values): string
    {
        $pairs = [];

        foreach ($values as $key => $value) {
            $pairs[] = (is_int($key) ? '' : "{$key}: ") . match (true) {
                is_string($value) => $value,
                is_array($value) => '[' . implode(', ', array_keys($value)) . ']',
                default => self::of($value),
            };
        }

        return implode(', ', $pairs);
    }
}
