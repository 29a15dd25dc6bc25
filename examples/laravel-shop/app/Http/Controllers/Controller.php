<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use Cartwright\Http\Resources\CartResource;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use MasyukAI\Cart\Facades\Cart;

abstract class Controller
{
    /**
     * What follows a change: a page for a browser, the cart for a script.
     */
    protected function changed(Request $request, string $message, string $route = 'cart'): JsonResponse|RedirectResponse
    {
        return $request->expectsJson()
            ? (new CartResource(Cart::getCurrentCart()))->response()
            : redirect()->route($route)->with('message', $message);
    }
}
