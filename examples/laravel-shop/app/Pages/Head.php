<?php

declare(strict_types=1);

namespace App\Pages;

use MasyukAI\Cart\Facades\Cart;

/**
 * What the head of every page says of its visitor's carts.
 */
final class Head
{
    /**
     * @return array{pieces: int, wishes: int}
     */
    public static function counts(): array
    {
        return [
            'pieces' => (int) Cart::getTotalQuantity(),
            'wishes' => Cart::getCartInstance('wishlist')->countItems(),
        ];
    }
}
