<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Events;

use Cartwright\Checkout\Order;

/**
 * An order was paid for, or failed, or was paid for too late: its status says which.
 */
final readonly class OrderSettled
{
    public function __construct(public Order $order)
    {
    }
}
