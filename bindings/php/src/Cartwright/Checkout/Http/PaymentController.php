<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Checkout\CheckoutService;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

/**
 * Takes the message of a gateway.
 *
 * @internal
 */
final readonly class PaymentController
{
    public function __construct(private CheckoutService $checkout)
    {
    }

    public function verify(Request $request): JsonResponse
    {
        $settlement = $this->checkout->settle($request->all());

        // A gateway repeats what is not answered with a success, so that a refund is due is one.
        return Envelope::of($request, [
            'orderId' => $settlement->order->id,
            'status' => $settlement->order->status->value,
            'refundDue' => $settlement->refundDue,
        ]);
    }
}
