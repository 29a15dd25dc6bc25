<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

/**
 * Where an order stands.
 */
enum OrderStatus: string
{
    /** Its goods are held, and it may be paid for. */
    case Pending = 'pending';

    /** It was paid for, and its goods are sold to it. */
    case Paid = 'paid';

    /** It was not paid for in time, or the payment failed. */
    case Failed = 'failed';

    /** It was paid for when its goods were gone: the money is to be given back. */
    case RefundDue = 'refund_due';
}
