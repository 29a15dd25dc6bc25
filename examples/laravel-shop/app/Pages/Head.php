<?php

declare(strict_types=1);

namespace App\Pages;

use MasyukAI\Cart\Facades\Cart;

/**
 * What the head of a page says of its visitor's carts. One for each request.
 */
final readonly class Head
{
    public int $pieces;

    public int $wishes;

    public function __construct()
    {
        $this->pieces = (int) Cart::getTotalQuantity();
        $this->wishes = Cart::getCartInstance('wishlist')->countItems();
    }
}
