<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\ReservationException;
use Generator;
use SensitiveParameter;
use Stringable;

/**
 * What can be seen of reservations, and what is collected of those that are over.
 *
 * @internal
 */
trait LooksAtReservations
{
    /**
     * The reservation, if it is still held by this attempt.
     *
     * @throws ReservationException if it is not; the class says why
     */
    public function check(
        Reservation|string|int|Stringable $order,
        #[SensitiveParameter] ?string $token = null,
    ): KnownReservation {
        return KnownReservation::of($this->call('check', self::claim($order, $token)));
    }

    /**
     * The reservation of an order, whatever became of it; null if nothing is known of it.
     */
    public function find(string|int|Stringable $order): ?KnownReservation
    {
        $known = $this->call('find', ['order' => (string) $order]);

        return $known === null ? null : KnownReservation::of($known);
    }

    /**
     * Who holds an item alone; of one that many hold, the one who was granted it last, if he still does.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    public function holder(string|int|Stringable|Line|array $item): ?KnownReservation
    {
        $known = $this->call('holder', $this->keyOf($item));

        return $known === null ? null : KnownReservation::of($known);
    }

    /**
     * Reservations in the order of their ids, read page by page as they are asked for.
     *
     * @param string|null $state `held`, `committed`, `released` or `expired`
     *
     * @return Generator<int, KnownReservation>
     */
    public function all(?string $state = null, string|int|Stringable|null $owner = null, int $limit = PHP_INT_MAX): Generator
    {
        $after = null;

        while ($limit > 0) {
            $size = min($limit, 500);
            $page = $this->call('list', [
                'state' => $state,
                'owner' => $owner === null ? null : (string) $owner,
                'after' => $after,
                'limit' => $size,
            ]);

            foreach ($page as $known) {
                yield KnownReservation::of($known);
            }

            if (count($page) < $size) {
                return;
            }

            $after = end($page)['order'];
            $limit -= $size;
        }
    }

    /**
     * Collects what leases that are over have left. Expiry does not wait for it: what is over is to be had at once.
     *
     * @param int|null $limit at most so many; all of them if null
     *
     * @return array{expired: list<string>, forgotten: int, unreadable: list<string>}
     */
    public function sweep(?int $limit = null): array
    {
        return $limit === null ? $this->call('sweep_all') : $this->call('sweep', ['limit' => $limit]);
    }

    /**
     * What was counted: "counters", "hold_times", how much is held now.
     *
     * @return array<string, mixed>
     */
    public function stats(): array
    {
        return $this->call('stats');
    }

    /**
     * Who did what to which reservation, after an entry. Tokens are hashed.
     *
     * @return list<array<string, mixed>>
     */
    public function audit(int $after = 0, int $limit = 1000): array
    {
        return $this->call('audit', ['after' => $after, 'limit' => $limit]);
    }
}
