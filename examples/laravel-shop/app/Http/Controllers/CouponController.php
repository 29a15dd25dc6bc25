<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Validation\ValidationException;
use MasyukAI\Cart\Cart as CartOfSomebody;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Facades\Cart;

final class CouponController extends Controller
{
    public function redeem(Request $request): JsonResponse|RedirectResponse
    {
        $code = strtoupper($request->validate(['code' => 'required|string'])['code']);
        $coupon = config('shop.coupons')[$code]
            ?? throw ValidationException::withMessages(['code' => "There is no coupon {$code}."]);
        $condition = new CartCondition(
            $coupon['name'],
            'coupon',
            'subtotal',
            $coupon['value'],
            ['code' => $code],
            rules: $coupon['rules'] ?? null,
        );

        // One with rules comes and goes with what is in the cart, in every later request too.
        $condition->isDynamic() ? Cart::registerDynamicCondition($condition) : Cart::addCondition($condition);

        return $this->changed($request, "{$coupon['name']}: thank you.");
    }

    public function return(Request $request, string $code): JsonResponse|RedirectResponse
    {
        $coupon = config('shop.coupons')[$code] ?? abort(404);
        isset($coupon['rules'])
            ? Cart::removeDynamicCondition($coupon['name'])
            : Cart::removeCondition($coupon['name']);

        return $this->changed($request, "{$coupon['name']} was taken off.");
    }

    /**
     * The coupons that a cart has, with those whose rules do not hold at the moment.
     *
     * @return array<string, array{name: string, applies: bool}> by their codes
     */
    public static function redeemed(CartOfSomebody $cart): array
    {
        $redeemed = [];

        foreach ([...$cart->getDynamicConditions()->all(), ...$cart->getConditionsByType('coupon')->all()] as $one) {
            $redeemed[$one->getAttribute('code')] = [
                'name' => $one->getName(),
                'applies' => $cart->getCondition($one->getName()) !== null,
            ];
        }

        return $redeemed;
    }
}
