<?php

declare(strict_types=1);

namespace Cartwright\Checkout;

use Cartwright\Checkout\Exceptions\OrderInProgressException;
use Cartwright\Reservations\ReservationManager;
use Closure;
use Illuminate\Support\Str;

/**
 * Lets a buyer place one order at a time. The lock is the store's, so that it reaches as far as the stock does; it is nobody's
 * reservation, and no event tells of it.
 *
 * @internal
 */
final readonly class OneWindow
{
    /** For how long one window of a buyer keeps the others waiting if it dies while it places an order. Milliseconds. */
    private const LONGEST_MS = 30_000;

    public function __construct(private ReservationManager $reservations)
    {
    }

    /**
     * @template T
     *
     * @param Closure(): T $place
     *
     * @return T
     *
     * @throws OrderInProgressException
     */
    public function of(string $userId, Closure $place): mixed
    {
        $lock = ['itemId' => 'checkout:' . sha1($userId), 'userId' => (string) Str::uuid()];

        if (! $this->reservations->call('acquireLock', $lock + ['ttlMs' => self::LONGEST_MS])) {
            throw new OrderInProgressException('An order of this user is being placed in another window');
        }

        try {
            return $place();
        } finally {
            $this->reservations->call('releaseLock', $lock);
        }
    }
}
