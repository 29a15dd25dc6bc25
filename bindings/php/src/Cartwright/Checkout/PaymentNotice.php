<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

/**
 * What a gateway has signed: so much was paid for this order, or was not.
 */
final readonly class PaymentNotice
{
    /**
     * @param int $amount in the smallest unit of the currency
     * @param string $reference the gateway's own name for this payment
     */
    public function __construct(
        public string $orderId,
        public int $amount,
        public string $currency,
        public string $reference,
        public bool $succeeded,
    ) {
    }
}
