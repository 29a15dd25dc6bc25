<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

/**
 * What came of a payment.
 */
final readonly class Settlement
{
    /**
     * @param bool $refundDue whether the money of this payment is to be given back
     */
    public function __construct(public Order $order, public bool $refundDue)
    {
    }

    /**
     * Whether this payment is the one that the order is paid for by.
     */
    public function isPaid(): bool
    {
        return $this->order->status === OrderStatus::Paid && ! $this->refundDue;
    }
}
