<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Models\JournalEntry;
use App\Models\Product;
use App\Pages\Summary;
use Cartwright\Http\Resources\CartResource;
use Illuminate\Contracts\View\View;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use MasyukAI\Cart\Facades\Cart;

final class CartController extends Controller
{
    public function show(): View
    {
        return view('cart.show', $this->page());
    }

    public function json(): CartResource
    {
        return new CartResource(Cart::getCurrentCart());
    }

    /**
     * The cart on one sheet that needs neither the shop nor a network.
     */
    public function print(Request $request): View
    {
        return view('cart.print', [
            'customer' => $request->user()?->name ?? 'A guest',
            'style' => (string) file_get_contents(public_path('shop.css')),
        ] + $this->page());
    }

    public function add(Request $request): JsonResponse|RedirectResponse
    {
        $input = $request->validate(['product' => 'required|exists:products,id', 'quantity' => 'integer|min:1']);
        $product = Product::query()->findOrFail($input['product']);
        $item = Cart::add(
            $product->id,
            $product->name,
            $product->price,
            (int) ($input['quantity'] ?? 1),
            $product->details,
            $product->conditions(),
            Product::class,
        );

        // Once for a cart: it stays where it is in the order of the conditions, and a coupon comes before it anyway.
        if (Cart::getCondition('Sales tax') === null) {
            Cart::addTax('Sales tax', config('shop.tax'), 'total');
        }

        return $this->changed($request, "{$product->name}: {$item->quantity} in your cart.");
    }

    public function update(Request $request, string $item): JsonResponse|RedirectResponse
    {
        $input = $request->validate(['quantity' => 'required|integer|min:0']);
        $updated = Cart::update($item, ['quantity' => ['value' => (int) $input['quantity']]]);
        abort_if($updated === null, 404);

        return $this->changed($request, "{$updated->name} was changed.");
    }

    public function remove(Request $request, string $item): JsonResponse|RedirectResponse
    {
        $removed = Cart::remove($item);

        return $this->changed($request, $removed === null ? 'It was not there any more.' : "{$removed->name} is out.");
    }

    public function clear(Request $request): JsonResponse|RedirectResponse
    {
        Cart::clear();

        return $this->changed($request, 'Your cart is empty.');
    }

    /**
     * @return array<string, mixed>
     */
    private function page(): array
    {
        $cart = Cart::getCurrentCart();

        return [
            'items' => $cart->getItems(),
            'summary' => Summary::of($cart),
            'total' => $cart->total(),
            'journal' => JournalEntry::query()->of($cart)->get(),
            'coupons' => CouponController::redeemed($cart),
        ];
    }
}
