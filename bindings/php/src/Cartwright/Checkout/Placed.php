<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

/**
 * An order that was placed, and how it can be paid for.
 */
final readonly class Placed
{
    /**
     * @param array<string, mixed> $paymentOptions
     */
    public function __construct(public Order $order, public array $paymentOptions)
    {
    }
}
