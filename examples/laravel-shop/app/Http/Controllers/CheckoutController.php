<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Models\Order;
use App\Pages\Summary;
use Illuminate\Contracts\View\View;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;
use MasyukAI\Cart\Facades\Cart;

/**
 * The way out. Nobody pays here.
 */
final class CheckoutController extends Controller
{
    public function show(): View|RedirectResponse
    {
        $cart = Cart::getCurrentCart();

        return $cart->isEmpty() ? redirect()->route('cart') : view('checkout', [
            'items' => $cart->getItems(),
            'summary' => Summary::of($cart),
            'method' => $cart->getShippingMethod(),
            'ways' => config('shop.shipping'),
        ]);
    }

    /**
     * The order and the empty cart are one transaction: both happen, or neither.
     */
    public function order(Request $request): RedirectResponse
    {
        $input = $request->validate(['name' => 'required|string|max:100', 'address' => 'required|string|max:500']);
        $customer = Cart::getIdentifier();

        $order = DB::transaction(static function () use ($input, $customer): ?Order {
            // SQLite lets one write at a time. Of two windows that order at once the second waits here, before it has
            // read anything, and then finds nothing to order.
            $order = Order::query()->create($input + ['customer' => $customer, 'total' => 0, 'content' => []]);

            if (Cart::isEmpty()) {
                $order->delete();

                return null;
            }

            $order->update(['total' => Cart::getRawTotal(), 'content' => Cart::content()]);
            Cart::clear();

            return $order;
        });

        if ($order === null) {
            return redirect()->route('cart')->withErrors(['cart' => 'There is nothing to order.']);
        }

        Cart::recordConversion(['order' => $order->id]);

        return redirect()->route('shop')->with('message', "Thank you. Your order is number {$order->id}.");
    }

    public function orders(): View
    {
        return view('orders', [
            'orders' => Order::query()->where('customer', Cart::getIdentifier())->orderByDesc('id')->get(),
        ]);
    }
}
