<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Facades;

use Cartwright\Reservations\ReservationManager;
use Cartwright\Reservations\Testing\ReservationFake;
use Illuminate\Support\Facades\Facade;

/**
 * Holds the last item while someone pays.
 *
 * @method static \Cartwright\Reservations\Reservation reserve(string|int|\Stringable $order, string|int|\Stringable $owner, iterable $lines, int|float|null $seconds = null, int|float|null $waitSeconds = null)
 * @method static \Cartwright\Reservations\Reservation amend(\Cartwright\Reservations\Reservation $reservation, iterable $lines)
 * @method static \Cartwright\Reservations\Reservation renew(\Cartwright\Reservations\Reservation $reservation, int|float|null $seconds = null)
 * @method static \Cartwright\Reservations\Commitment commit(\Cartwright\Reservations\Reservation|string|int|\Stringable $order, ?string $token = null, iterable $counted = [])
 * @method static void release(\Cartwright\Reservations\Reservation|string|int|\Stringable $order, ?string $token = null)
 * @method static string forceRelease(string|int|\Stringable $order, string $reason)
 * @method static int clearAll(bool $confirm, string $reason)
 * @method static \Cartwright\Reservations\KnownReservation check(\Cartwright\Reservations\Reservation|string|int|\Stringable $order, ?string $token = null)
 * @method static ?\Cartwright\Reservations\KnownReservation find(string|int|\Stringable $order)
 * @method static ?\Cartwright\Reservations\KnownReservation holder(string|int|\Stringable|\Cartwright\Reservations\Line|array $item)
 * @method static \Generator all(?string $state = null, string|int|\Stringable|null $owner = null, int $limit = 9223372036854775807)
 * @method static array sweep(?int $limit = null)
 * @method static array stats()
 * @method static array audit(int $after = 0, int $limit = 1000)
 * @method static \Cartwright\Reservations\StockLevel setStock(string|int|\Stringable|\Cartwright\Reservations\Line|array $item, int $onHand)
 * @method static \Cartwright\Reservations\StockLevel adjustStock(string|int|\Stringable|\Cartwright\Reservations\Line|array $item, int $by)
 * @method static \Cartwright\Reservations\StockLevel setUntracked(string|int|\Stringable|\Cartwright\Reservations\Line|array $item)
 * @method static \Cartwright\Reservations\StockLevel setExclusive(string|int|\Stringable|\Cartwright\Reservations\Line|array $item)
 * @method static \Cartwright\Reservations\StockLevel forgetStock(string|int|\Stringable|\Cartwright\Reservations\Line|array $item)
 * @method static \Cartwright\Reservations\StockLevel stock(string|int|\Stringable|\Cartwright\Reservations\Line|array $item)
 * @method static array keys(?string $after = null, int $limit = 1000)
 *
 * @see ReservationManager
 */
class Reservations extends Facade
{
    /**
     * Real reservations in memory, on a clock that stands still, for the length of a test.
     *
     * @param array<string, int> $stock what there is of which sku; of anything else there is plenty
     */
    public static function fake(array $stock = []): ReservationFake
    {
        $fake = new ReservationFake(static::getFacadeApplication(), $stock);
        static::swap($fake);

        return $fake;
    }

    protected static function getFacadeAccessor(): string
    {
        return ReservationManager::class;
    }
}
