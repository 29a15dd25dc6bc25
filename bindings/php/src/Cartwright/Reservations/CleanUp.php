<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Checkout\ExpiredOrders;
use Cartwright\Laravel\Settings;
use Cartwright\Reservations\Events\ReservationExpired;
use Illuminate\Contracts\Cache\Repository;
use Illuminate\Contracts\Container\Container;

/**
 * Collects holds whose lease is over, and tells the application of them. A hold is found to be over by whoever comes next, so
 * the news are in the audit; how far it was read is kept in the application's cache. Where that is lost they are told again.
 *
 * @internal
 */
final readonly class CleanUp
{
    private const READ_SO_FAR = 'cartwright.reservations.audit';

    private const BATCH = 500;

    public function __construct(private Container $app, private ReservationManager $reservations)
    {
    }

    /**
     * @return array{cleaned: int, locksReleased: int, failedCleanups: list<string>, message: string}
     */
    public function holds(): array
    {
        $swept = $this->reservations->sweep();
        $tell = ReservationSettings::dispatcher($this->app);
        $cleaned = $lines = 0;

        foreach ($this->news() as $entry) {
            $cleaned++;
            $lines += count($this->reservations->find($entry['subject'])->lines ?? []);
            $tell(new ReservationExpired($entry['subject'], $entry['owner'], $entry['at_ms']));
        }

        return [
            'cleaned' => $cleaned,
            'locksReleased' => $lines,
            'failedCleanups' => $swept['unreadable'],
            'message' => "Cleaned up {$cleaned} expired reservations",
        ];
    }

    /**
     * The same, and orders that nobody paid for in time.
     *
     * @return array{cleaned: int, locksReleased: int, failedCleanups: list<string>, message: string}
     */
    public function holdsAndOrders(): array
    {
        $holds = $this->holds();

        if (! Settings::of($this->app)->switch('reservations.checkout.enabled', false)) {
            return $holds;
        }

        $orders = $this->app->make(ExpiredOrders::class)->fail();

        return [
            'cleaned' => $holds['cleaned'] + $orders['cleaned'],
            'failedCleanups' => [...$holds['failedCleanups'], ...$orders['failed']],
            'message' => "Cleaned up {$holds['cleaned']} expired reservations and {$orders['cleaned']} expired orders",
        ] + $holds;
    }

    /**
     * @return iterable<array<string, mixed>> of expired reservations
     */
    private function news(): iterable
    {
        $cache = $this->app->make(Repository::class);
        // A store that came back empty begins to count anew; machines with stores of their own may share a cache.
        $place = self::READ_SO_FAR . '.' . $this->reservations->stats()['incarnation']
            . (ReservationSettings::isOfThisMachine($this->app) ? '.' . gethostname() : '');
        $after = (int) $cache->get($place, 0);

        do {
            $page = $this->reservations->audit($after, self::BATCH);

            foreach ($page as $entry) {
                if ($entry['kind'] === 'expired') {
                    yield $entry;
                }

                $after = $entry['sequence'];
            }

            if ($page !== []) {
                $cache->forever($place, $after);
            }
        } while (count($page) === self::BATCH);
    }
}
