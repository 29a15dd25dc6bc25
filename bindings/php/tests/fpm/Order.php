<?php

declare(strict_types=1);

namespace Cartwright\Tests\fpm;

/**
 * What an order must come to. In whole cents and whole numbers only: all prices are multiples of 100, so a tenth of
 * them is exact.
 */
final class Order
{
    /**
     * @return array<string, mixed> what front.php must answer, but for the process
     */
    public static function answer(int $order): array
    {
        $ids = [];
        $quantity = 1;
        $subtotal = 100 * (1 + $order % 50);

        for ($line = 0; $line < 1 + $order % 3; $line++) {
            $ids[] = "{$order}/{$line}";
            $quantity += 1 + $order % 4;
            $subtotal += 100 * (1 + ($order + $line) % 50) * (1 + $order % 4);
        }

        return [
            'items_at_the_start' => 0,
            'kept' => false,
            'refusal' => 'Cart item quantity must be a positive integer',
            'ids' => $ids,
            'quantity' => $quantity,
            'total' => intdiv($subtotal * 9, 10) + 500,
            'content' => "order {$order}",
            'columns' => ['items', 'conditions'],
        ];
    }
}
