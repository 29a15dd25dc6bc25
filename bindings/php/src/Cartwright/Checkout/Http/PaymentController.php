<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Checkout\CheckoutService;
use Cartwright\Checkout\Settlement;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

/**
 * Takes the message of a gateway.
 *
 * @internal
 */
final readonly class PaymentController
{
    public function __construct(private CheckoutService $checkout, private WrongPayments $wrong)
    {
    }

    public function verify(Request $request): JsonResponse
    {
        $settlement = $this->wrong->limited(
            $request,
            fn (): Settlement => $this->checkout->settle($request->all()),
        );

        // A gateway repeats what is not answered with a success, so that a refund is due is one.
        return Envelope::of($request, [
            'orderId' => $settlement->order->id,
            'status' => $settlement->order->status->value,
            'refundDue' => $settlement->refundDue,
        ]);
    }
}
