<?php

declare(strict_types=1);

namespace App\Exceptions;

use App\Models\Product;
use Cartwright\Checkout\Exceptions\NothingToOrderException;
use Cartwright\Checkout\Exceptions\NothingToPayException;
use Cartwright\Checkout\Exceptions\OrderInProgressException;
use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Exceptions\InsufficientStockException;
use Illuminate\Foundation\Exceptions\Handler as ExceptionHandler;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;

/**
 * What a customer reads when the cart or the checkout refuses something. Nothing has been changed then.
 */
class Handler extends ExceptionHandler
{
    protected $dontReport = [
        InvalidCartItemException::class,
        NothingToOrderException::class,
        NothingToPayException::class,
        OrderInProgressException::class,
    ];

    public function register(): void
    {
        $this->renderable(static fn (InvalidCartItemException $refusal, Request $request)
            => self::refused($request, $refusal->getMessage(), 422));

        $this->renderable(static fn (CartConflictException $conflict, Request $request)
            => self::refused($request, 'Others were faster. Please try again.', 409));

        $this->renderable(static fn (InsufficientStockException $short, Request $request)
            => self::refused($request, 'Somebody else has the last of: ' . self::names($short) . '.', 409, '/cart'));

        $this->renderable(static fn (NothingToOrderException $nothing, Request $request)
            => self::refused($request, 'There is nothing to order.', 422, '/cart'));

        $this->renderable(static fn (NothingToPayException $nothing, Request $request)
            => self::refused($request, 'There is nothing to pay, so this cannot be ordered here.', 422, '/cart'));

        $this->renderable(static fn (OrderInProgressException $order, Request $request)
            => self::refused($request, 'You are ordering in another window.', 409, '/cart'));

        $this->renderable(static fn (CorruptCartException $corrupt): Response
            => response()->view('unreadable', status: 503));
    }

    private static function refused(
        Request $request,
        string $message,
        int $status,
        ?string $page = null,
    ): JsonResponse|RedirectResponse {
        return $request->expectsJson()
            ? response()->json(['message' => $message], $status)
            : redirect($page ?? url()->previous())->withErrors(['cart' => $message]);
    }

    private static function names(InsufficientStockException $short): string
    {
        $ids = array_map(static fn (array $line): string => explode('/', $line['key'])[2], $short->shortages());

        return Product::query()->whereKey($ids)->pluck('name')->implode(', ');
    }
}
