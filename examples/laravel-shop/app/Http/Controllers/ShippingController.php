<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Validation\Rule;
use MasyukAI\Cart\Facades\Cart;

final class ShippingController extends Controller
{
    public function __invoke(Request $request): JsonResponse|RedirectResponse
    {
        $ways = config('shop.shipping');
        $method = $request->validate(['method' => ['required', Rule::in(array_keys($ways))]])['method'];
        Cart::addShipping($ways[$method]['name'], $ways[$method]['value'], $method);

        return $this->changed($request, "Sent by {$ways[$method]['name']}.");
    }
}
