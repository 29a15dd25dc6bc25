<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Checkout\TakeBack;
use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\UnknownReservationException;
use Cartwright\Reservations\AtomicCache;
use Cartwright\Reservations\CleanUp;
use Cartwright\Reservations\Line;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

/**
 * What administrators see and do of locks.
 *
 * @internal
 */
final readonly class LockController
{
    public function __construct(private ReservationManager $reservations, private AtomicCache $locks)
    {
    }

    public function stats(Request $request): JsonResponse
    {
        return Envelope::of($request, $this->locks->getStats());
    }

    public function detailedStats(Request $request): JsonResponse
    {
        return Envelope::of($request, $this->locks->getDetailedStats());
    }

    /**
     * A lock of this name, or the stock of this sku; with `vendor` or `kind` only the stock of that key.
     */
    public function item(Request $request, string $itemId): JsonResponse
    {
        [$vendor, $kind] = [self::part($request, 'vendor'), self::part($request, 'kind')];
        $stock = $this->reservations->stock(new Line($itemId, kind: $kind, vendor: $vendor));
        $lock = $vendor === null && $kind === null ? $this->locks->getLockInfo($itemId) : null;

        if (in_array($stock->policy, ['exclusive', 'unknown'], true) && $stock->holders === 1) {
            // Of what is counted the one who came last holds no more than others.
            $lock ??= $this->locks->getLockInfo($stock->key);
        }

        if ($lock === null && $stock->policy === 'unknown' && $stock->holders === 0) {
            throw new UnknownReservationException('Lock not found');
        }

        return Envelope::of($request, [
            'itemId' => $itemId,
            'isLocked' => $lock !== null || $stock->available === 0,
            'lockInfo' => $lock,
            'stock' => $stock,
        ]);
    }

    public function release(Request $request, TakeBack $takeBack, string $orderId): JsonResponse
    {
        $known = $this->reservations->find($orderId) ?? throw new UnknownReservationException('Lock not found');
        $items = array_column($known->lines, 'sku');
        $reason = $request->input('reason');
        $reason = is_string($reason) ? trim($reason) : '';

        if (! $known->isHeld()) {
            return new JsonResponse([
                'success' => false,
                'message' => 'Failed to release locks',
                'error' => 'reservation_ended',
                'orderId' => $orderId,
                'released' => [],
                'failed' => $items,
            ], 409);
        }

        $takeBack->of($orderId, $reason === '' ? '' : "{$reason} (by {$this->who($request)})");

        return Envelope::of($request, [
            'orderId' => $orderId,
            'released' => $items,
            'failed' => [],
            'message' => 'Locks released',
        ]);
    }

    public function cleanup(Request $request, CleanUp $cleanUp): JsonResponse
    {
        return Envelope::of($request, $cleanUp->holdsAndOrders());
    }

    public function clearAll(Request $request, TakeBack $takeBack): JsonResponse
    {
        $reason = "cleared by {$this->who($request)}";

        return Envelope::of($request, [
            'cleared' => $takeBack->everything($request->boolean('confirm'), $reason),
        ]);
    }

    public function health(Request $request): JsonResponse
    {
        $stats = $this->reservations->stats();

        return Envelope::of($request, [
            'status' => 'ok',
            'heldReservations' => $stats['reservations'],
            'heldLines' => $stats['lines'],
            'locks' => $this->locks->getLockStatistics(),
        ]);
    }

    /**
     * How long it may be is the engine's to say.
     */
    private static function part(Request $request, string $name): ?string
    {
        $part = $request->query($name);

        return match (true) {
            $part === null => null,
            is_string($part) && $part !== '' => $part,
            default => throw new InvalidReservationException("The {$name} of an item is a text", [
                'reason' => 'invalid_key',
            ]),
        };
    }

    private function who(Request $request): string
    {
        return (string) $request->user()->getAuthIdentifier();
    }
}
