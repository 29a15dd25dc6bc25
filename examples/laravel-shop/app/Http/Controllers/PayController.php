<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Bank;
use App\Models\Order;
use Cartwright\Checkout\CheckoutService;
use Cartwright\Checkout\Exceptions\UnknownOrderException;
use Cartwright\Checkout\Order as CheckoutOrder;
use Illuminate\Contracts\View\View;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use MasyukAI\Cart\Facades\Cart;

/**
 * The page of the bank, which this shop plays itself. A real one has a page of its own and tells the shop by `POST /payment/verify`.
 */
final class PayController extends Controller
{
    public function __construct(private readonly CheckoutService $checkout)
    {
    }

    public function show(string $order): View|RedirectResponse
    {
        $order = $this->orderOfCustomer($order);

        return $order->isPending() ? view('pay', ['order' => $order]) : redirect()->route('cart');
    }

    public function pay(Request $request, Bank $bank, string $order): RedirectResponse
    {
        $paid = $request->validate(['card' => 'required|in:good,declined'])['card'] === 'good';
        $settlement = $this->checkout->settle($bank->message($this->orderOfCustomer($order), $paid));

        if ($settlement->refundDue) {
            return redirect()->route('cart')->withErrors(['cart' => 'Your payment came too late, and is given back.']);
        }

        if (! $settlement->isPaid()) {
            return redirect()->route('cart')->withErrors(['cart' => 'Your card was declined. Nothing is held for you any more.']);
        }

        $number = Order::query()->where('checkout', $order)->value('id');

        return redirect()->route('shop')->with('message', "Thank you. Your order is number {$number}.");
    }

    /**
     * Nobody sees what others pay.
     */
    private function orderOfCustomer(string $id): CheckoutOrder
    {
        try {
            $order = $this->checkout->find($id);
        } catch (UnknownOrderException) {
            abort(404);
        }

        return $order->user_id === Cart::getIdentifier() ? $order : abort(404);
    }
}
