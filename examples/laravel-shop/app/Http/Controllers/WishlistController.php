<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Models\Product;
use Illuminate\Contracts\View\View;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use MasyukAI\Cart\Cart as CartOfSomebody;
use MasyukAI\Cart\Facades\Cart;

/**
 * A second cart of the same customer: another instance.
 */
final class WishlistController extends Controller
{
    public function show(): View
    {
        return view('wishlist', ['items' => self::wishes()->getItems()]);
    }

    public function add(Request $request): JsonResponse|RedirectResponse
    {
        $input = $request->validate(['product' => 'required|exists:products,id']);
        $product = Product::query()->findOrFail($input['product']);

        if (! self::wishes()->has($product->id)) {
            self::wishes()->add($product->id, $product->name, $product->price, 1, $product->details);
        }

        return $this->changed($request, "{$product->name} is on your wishlist.", 'wishlist');
    }

    public function moveToCart(Request $request, string $item): JsonResponse|RedirectResponse
    {
        abort_unless(self::wishes()->has($item), 404);
        $added = app(CartController::class)->add($request->merge(['product' => $item, 'quantity' => 1]));
        self::wishes()->remove($item);

        return $added;
    }

    public function remove(Request $request, string $item): JsonResponse|RedirectResponse
    {
        self::wishes()->remove($item);

        return $this->changed($request, 'It is off your wishlist.', 'wishlist');
    }

    private static function wishes(): CartOfSomebody
    {
        return Cart::getCartInstance('wishlist');
    }
}
