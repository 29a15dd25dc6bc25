<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Http;

use Cartwright\Checkout\TakeBack;
use Cartwright\Exceptions\UnknownReservationException;
use Cartwright\Reservations\AtomicCache;
use Cartwright\Reservations\CleanUp;
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
     * A lock of this name, or the stock of this sku.
     */
    public function item(Request $request, string $itemId): JsonResponse
    {
        $lock = $this->locks->getLockInfo($itemId);
        $stock = $this->reservations->stock($itemId);

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

    public function clearAll(Request $request): JsonResponse
    {
        $reason = "cleared by {$this->who($request)}";

        return Envelope::of($request, [
            'cleared' => $this->reservations->clearAll($request->boolean('confirm'), $reason),
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

    private function who(Request $request): string
    {
        return (string) $request->user()->getAuthIdentifier();
    }
}
