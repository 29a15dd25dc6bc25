<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Events;

use Cartwright\Checkout\Order;

/**
 * An order was placed: its goods are held, and it waits for its payment.
 */
final readonly class OrderPlaced
{
    public function __construct(public Order $order)
    {
    }
}
