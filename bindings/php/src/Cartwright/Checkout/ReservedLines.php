<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Reservations\Line;
use MasyukAI\Cart\Cart;

/**
 * What of a cart an order reserves, and under which keys. One is bound in the container under this name; what a buyer can write into
 * his cart is not to be trusted with it.
 */
interface ReservedLines
{
    /**
     * The lines of an order; none if there is nothing to order.
     *
     * @return list<Line>
     */
    public function of(Cart $cart): array;
}
