<?php

declare(strict_types=1);

namespace App\Listeners;

use App\Models\Order;
use Cartwright\Checkout\Events\OrderSettled;
use Cartwright\Checkout\OrderStatus;
use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Facades\Cart;

/**
 * What was paid for is an order of the shop's, and no longer in the cart: both, or neither.
 */
final class CompleteOrder
{
    public function handle(OrderSettled $event): void
    {
        if ($event->order->status !== OrderStatus::Paid) {
            return;
        }

        DB::transaction(static function () use ($event): void {
            Order::query()->where('checkout', $event->order->id)->update(['paid_at' => now()]);
            Cart::getCartInstance('default', $event->order->user_id)->clear();
        });

        // Here, because it is told once, whoever tells the payment and however often.
        Cart::recordConversion(['order' => $event->order->id]);
    }
}
