<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Events;

use Cartwright\Checkout\Order;

/**
 * A payment came that sells nothing: the goods were gone, or the order is paid for already. Its money is to be given back. Told as
 * often as the gateway tells of the payment; the reference says which it is.
 */
final readonly class RefundDue
{
    public function __construct(public Order $order, public string $reference)
    {
    }
}
