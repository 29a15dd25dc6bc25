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

        $order = DB::transaction(static function () use ($input): ?Order {
            if (Cart::isEmpty()) {
                return null;
            }

            $order = Order::query()->create([
                'customer' => Cart::getIdentifier(),
                'name' => $input['name'],
                'address' => $input['address'],
                'total' => Cart::getRawTotal(),
                'content' => Cart::content(),
            ]);
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
