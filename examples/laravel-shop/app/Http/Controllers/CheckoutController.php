<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Models\Order;
use App\Pages\Summary;
use Cartwright\Checkout\CheckoutService;
use Illuminate\Contracts\View\View;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use MasyukAI\Cart\Facades\Cart;

/**
 * The way out: what is in the cart is held from here on, and the customer is sent to pay for it.
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
     * Of two customers who order the last one here, one goes on; App\Exceptions\Handler has what the other reads. Who orders the
     * same twice goes on with the order that he has.
     */
    public function order(Request $request, CheckoutService $checkout): RedirectResponse
    {
        $input = $request->validate(['name' => 'required|string|max:100', 'address' => 'required|string|max:500']);
        $placed = $checkout->place(Cart::getIdentifier(), Cart::getCurrentCart())->order;
        Order::query()->updateOrCreate(['checkout' => $placed->id], $input + [
            'customer' => $placed->user_id,
            'total' => $placed->amount,
            'content' => Cart::content(),
        ]);

        return redirect()->route('pay', $placed->id);
    }

    public function orders(): View
    {
        return view('orders', [
            'orders' => Order::query()->paid()->where('customer', Cart::getIdentifier())->orderByDesc('id')->get(),
        ]);
    }
}
