<?php

declare(strict_types=1);

namespace App\Exceptions;

use Cartwright\Exceptions\CorruptCartException;
use Illuminate\Foundation\Exceptions\Handler as ExceptionHandler;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;

/**
 * What a customer reads when the cart refuses something. Nothing has been changed then.
 */
class Handler extends ExceptionHandler
{
    protected $dontReport = [InvalidCartItemException::class];

    public function register(): void
    {
        $this->renderable(static fn (InvalidCartItemException $refusal, Request $request)
            => self::refused($request, $refusal->getMessage(), 422));

        $this->renderable(static fn (CartConflictException $conflict, Request $request)
            => self::refused($request, 'Others were faster. Please try again.', 409));

        $this->renderable(static fn (CorruptCartException $corrupt): Response
            => response()->view('unreadable', status: 503));
    }

    private static function refused(Request $request, string $message, int $status): JsonResponse|RedirectResponse
    {
        return $request->expectsJson()
            ? response()->json(['message' => $message], $status)
            : redirect()->back()->withErrors(['cart' => $message]);
    }
}
