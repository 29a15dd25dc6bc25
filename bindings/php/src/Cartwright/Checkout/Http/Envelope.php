<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Checkout\Exceptions\InvalidPaymentException;
use Cartwright\Checkout\Exceptions\NothingToOrderException;
use Cartwright\Checkout\Exceptions\NothingToPayException;
use Cartwright\Checkout\Exceptions\OrderInProgressException;
use Cartwright\Checkout\Exceptions\UnknownOrderException;
use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\NotConfirmedException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Exceptions\UnknownReservationException;
use Cartwright\Reservations\CartAnswer;
use Cartwright\Reservations\StockKey;
use Closure;
use Illuminate\Auth\Access\AuthorizationException;
use Illuminate\Auth\AuthenticationException;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Validation\ValidationException;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Exception\HttpExceptionInterface;
use Throwable;

/**
 * Gives whatever comes out one shape: `{success: true, data, requestedBy, timestamp}` or `{success: false, message, error}`. What is
 * a failure of the shop is reported and told without its words.
 *
 * @internal
 */
final class Envelope
{
    public function handle(Request $request, Closure $next): Response
    {
        // What refuses inside asks this before it writes a page or leads to a login.
        $request->headers->set('Accept', 'application/json');
        $response = $next($request);
        $failure = $response->exception ?? null;

        return $failure instanceof Throwable ? self::failure($failure, $response) : $response;
    }

    /**
     * @param array<array-key, mixed> $data
     */
    public static function of(Request $request, array $data, int $status = 200): JsonResponse
    {
        return new JsonResponse([
            'success' => true,
            'data' => $data,
            'requestedBy' => $request->user()?->getAuthIdentifier(),
            'timestamp' => now()->toIso8601ZuluString('millisecond'),
        ], $status);
    }

    private static function failure(Throwable $failure, Response $response): JsonResponse
    {
        [$status, $error] = self::status($failure, $response->getStatusCode());
        $message = match (true) {
            $status >= 500 => 'The shop cannot answer right now',
            // What Laravel says of others may name the shop's insides.
            $error === 'http' => Response::$statusTexts[$status] ?? 'It was refused',
            default => $failure->getMessage(),
        };

        return new JsonResponse(
            ['success' => false, 'message' => $message, 'error' => $error] + self::more($failure),
            $status,
            $failure instanceof HttpExceptionInterface ? $failure->getHeaders() : [],
        );
    }

    /**
     * @return array{int, string}
     */
    private static function status(Throwable $failure, int $shown): array
    {
        return match (true) {
            $failure instanceof AuthenticationException => [401, 'unauthenticated'],
            $failure instanceof AuthorizationException => [403, 'forbidden'],
            $failure instanceof ValidationException => [422, 'invalid'],
            $failure instanceof UnknownOrderException => [404, 'order_unknown'],
            $failure instanceof UnknownReservationException => [404, $failure->kind()],
            $failure instanceof InvalidPaymentException => [400, 'invalid_payment'],
            $failure instanceof NothingToOrderException => [422, 'nothing_to_order'],
            $failure instanceof NothingToPayException => [422, 'nothing_to_pay'],
            $failure instanceof OrderInProgressException => [409, 'order_in_progress'],
            $failure instanceof NotConfirmedException,
            $failure instanceof InvalidReservationException => [422, $failure->kind()],
            $failure instanceof ReservationException && $failure instanceof EngineRefusal => [409, $failure->kind()],
            $failure instanceof EngineRefusal => [503, $failure->kind()],
            $shown >= 500 => [$shown, 'internal'],
            default => [$shown, 'http'],
        };
    }

    /**
     * @return array<string, mixed>
     */
    private static function more(Throwable $failure): array
    {
        return match (true) {
            $failure instanceof InsufficientStockException => [
                'failedItems' => array_map(self::failedItem(...), $failure->shortages()),
            ],
            $failure instanceof ValidationException => ['errors' => $failure->errors()],
            default => [],
        };
    }

    /**
     * In the words of the older lock table, and in those of the engine.
     *
     * @param array{key: string, requested: int, available: int} $short
     *
     * @return array<string, mixed>
     */
    private static function failedItem(array $short): array
    {
        [, $kind, $sku] = StockKey::parts($short['key']);

        return ['itemId' => $sku, 'kind' => $kind, 'quantity' => $short['requested'], 'reason' => CartAnswer::BUSY] + $short;
    }
}
