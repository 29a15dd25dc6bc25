<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Checkout\CheckoutService;
use Illuminate\Contracts\Auth\Access\Gate;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use MasyukAI\Cart\CartManager;

/**
 * Places an order of somebody's cart.
 *
 * @internal
 */
final readonly class OrderController
{
    public function __construct(private CheckoutService $checkout, private CartManager $carts, private Gate $gate)
    {
    }

    public function place(Request $request, string $userId): JsonResponse
    {
        if ((string) $request->user()->getAuthIdentifier() !== $userId) {
            $this->gate->forUser($request->user())->authorize('placeOrderFor', $userId);
        }

        $placed = $this->checkout->place($userId, $this->carts->getCartInstance('default', $userId));

        return Envelope::of($request, [
            'orderId' => $placed->order->id,
            'status' => $placed->order->status->value,
            'items' => $placed->order->items,
            'amount' => $placed->order->amount,
            'currency' => $placed->order->currency,
            'expiresAt' => $placed->order->expires_at->toIso8601ZuluString(),
            'paymentOptions' => $placed->paymentOptions,
        ], 201);
    }
}
