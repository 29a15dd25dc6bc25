<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Exceptions\InvalidPaymentException;

/**
 * Whoever takes the money. One is bound in the container under this name.
 */
interface PaymentGateway
{
    /**
     * By which orders remember it.
     */
    public function name(): string;

    /**
     * What the buyer needs to pay for an order: an address, an id, the amount.
     *
     * @return array<string, mixed>
     */
    public function options(Order $order): array;

    /**
     * What a message says that claims to be of this gateway. Its signature is compared in constant time, and is bound to the
     * order, the amount and the currency.
     *
     * @param array<string, mixed> $message
     *
     * @throws InvalidPaymentException if it is not the gateway's, or was changed
     */
    public function verify(array $message): PaymentNotice;
}
