<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\NotConfirmedException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Exceptions\ReservationExpiredException;
use Cartwright\Native\NativeReservations;
use Cartwright\Reservations\Events\ReservationCommitted;
use Cartwright\Reservations\Events\ReservationForced;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Reservations\Events\ReservationReleased;
use Closure;
use SensitiveParameter;
use Stringable;

/**
 * Holds the last item while someone pays: whoever gets all that he asks for holds it until he has paid, given it back, or
 * taken too long.
 *
 * Each method changes the store in one atomic step, and may be made again when its answer was lost. What is refused throws; an
 * exception never means that something is held.
 */
class ReservationManager
{
    use LooksAtReservations;
    use ManagesStock;
    use TellsOfReservations;

    private ?NativeReservations $store = null;

    private readonly UnitCap $cap;

    /**
     * @param Closure(): NativeReservations $open
     * @param Closure(object): void $dispatch hears of the events
     * @param float $waitSeconds how long a reservation waits for what others hold, unless it says so itself
     * @param int $mostUnits of one key in one reservation; 0 if that is the application's business
     */
    public function __construct(
        private readonly Closure $open,
        private readonly Closure $dispatch,
        private readonly string $vendor = 'shop',
        private readonly string $kind = 'item',
        private readonly float $waitSeconds = 0.0,
        int $mostUnits = 0,
    ) {
        $this->cap = new UnitCap($mostUnits);
    }

    /**
     * Holds all lines for an order, or none. To ask again for the same is safe, and gets the same.
     *
     * @param string|int|Stringable $order one order is one reservation, whatever happens
     * @param string|int|Stringable $owner for whom; it gives no right to anything, the token does
     * @param iterable<Line|array<string, mixed>> $lines the same key may come more than once
     * @param int|float|null $seconds for how long; as long as `reservations.lease` unless it is said
     * @param int|float|null $waitSeconds how long to wait for what others hold: one deadline for all lines
     *
     * @throws InsufficientStockException if there is too little of something; it names every such line
     * @throws ReservationException if the order has another reservation, or too much would be held
     */
    public function reserve(
        string|int|Stringable $order,
        string|int|Stringable $owner,
        iterable $lines,
        int|float|null $seconds = null,
        int|float|null $waitSeconds = null,
    ): Reservation {
        return $this->hold(
            (string) $order,
            (string) $owner,
            $this->lines($lines),
            Milliseconds::ofLease($seconds),
            Milliseconds::ofWait($waitSeconds ?? $this->waitSeconds),
        );
    }

    /**
     * The same with the engine's own times, for the older lock table.
     *
     * @internal
     *
     * @param list<Line> $lines
     */
    public function hold(string $order, string $owner, array $lines, int|float|null $ttlMs, int|float $waitMs = 0): Reservation
    {
        $call = [
            'order' => $order,
            'owner' => $owner,
            'lines' => $this->toCalls($lines),
            'ttl_ms' => $ttlMs,
            'wait_ms' => $waitMs,
        ];

        try {
            $this->cap->check($call['lines']);
            $reservation = Reservation::granted($order, $owner, $this->call('reserve', $call));
        } catch (ReservationException $refusal) {
            $this->refused($order, $owner, $lines, $refusal);
        }

        if (! $reservation->again) {
            $this->made($reservation, $lines);
        }

        return $reservation;
    }

    /**
     * Changes what an order holds to these lines, all or nothing: if it is refused, the old lines stay held.
     *
     * @param iterable<Line|array<string, mixed>> $lines
     *
     * @throws InsufficientStockException|ReservationException
     */
    public function amend(Reservation $reservation, iterable $lines): Reservation
    {
        $lines = $this->lines($lines);

        $calls = $this->toCalls($lines);

        try {
            $this->cap->check($calls);
            $grant = $this->call('amend', self::claim($reservation) + ['lines' => $calls]);
        } catch (ReservationException $refusal) {
            $this->refused($reservation->order, $reservation->owner, $lines, $refusal);
        }

        $amended = Reservation::granted($reservation->order, $reservation->owner, $grant);

        if ($amended->fence !== $reservation->fence) {
            $this->tell(new ReservationMade($amended, $lines));
        }

        return $amended;
    }

    /**
     * Prolongs a lease: so long from now on, if that is longer. It never revives one that is over.
     *
     * @throws ReservationException
     */
    public function renew(Reservation $reservation, int|float|null $seconds = null): Reservation
    {
        $grant = $this->call('renew', self::claim($reservation) + ['ttl_ms' => Milliseconds::ofLease($seconds)]);

        return Reservation::granted($reservation->order, $reservation->owner, $grant);
    }

    /**
     * Sells what is held: the payment came. However often it is told, it is sold once.
     *
     * @param Reservation|string|int|Stringable $order the reservation, or its order with the token
     * @param iterable<Line|array<string, mixed>> $counted counts of the application's own, read anew, for lines that go by them
     *
     * @throws ReservationExpiredException if the lease is over and the stock could not be taken again: give the money back
     * @throws ReservationException
     */
    public function commit(
        Reservation|string|int|Stringable $order,
        #[SensitiveParameter] ?string $token = null,
        iterable $counted = [],
    ): Commitment {
        $claim = self::claim($order, $token);
        $counted = $this->toCalls($this->lines($counted));
        $answer = $this->call('commit', $claim + ($counted === [] ? [] : ['counted' => $counted]));
        $commitment = new Commitment($claim['order'], $answer['fence'], $answer['late'], $answer['again']);

        if (! $commitment->again) {
            $this->tell(new ReservationCommitted($commitment));
        }

        return $commitment;
    }

    /**
     * Gives back what is held. To do it again is done, too.
     *
     * @throws ReservationException
     */
    public function release(
        Reservation|string|int|Stringable $order,
        #[SensitiveParameter] ?string $token = null,
    ): void {
        $claim = self::claim($order, $token);

        if (! $this->call('release', $claim)['again']) {
            $this->tell(new ReservationReleased($claim['order']));
        }
    }

    /**
     * Takes back what somebody holds, in spite of him. The reason is noted in the audit; what was committed stays so.
     *
     * @return string the fence: greater than his, and less than that of every later grant
     *
     * @throws ReservationException
     */
    public function forceRelease(string|int|Stringable $order, string $reason): string
    {
        $answer = $this->call('force_release', ['order' => (string) $order, 'reason' => $reason]);
        $this->tell(new ReservationForced((string) $order, $reason));

        return $answer['fence'];
    }

    /**
     * Takes back everything that is held, also from those who are paying now. What was committed stays so.
     *
     * @return int how many reservations
     *
     * @throws NotConfirmedException
     */
    public function clearAll(bool $confirm, string $reason): int
    {
        return count($this->clear($confirm, $reason));
    }

    /**
     * The same, and says whose.
     *
     * @internal
     *
     * @return list<string> the orders
     */
    public function clear(bool $confirm, string $reason): array
    {
        $orders = $this->call('clear_all', ['confirm' => $confirm, 'reason' => $reason])['orders'];

        foreach ($orders as $order) {
            $this->tell(new ReservationForced($order, $reason));
        }

        return $orders;
    }

    /**
     * Does one operation of docs/reservations.md.
     *
     * @internal
     *
     * @param array<string, mixed> $arguments
     */
    public function call(string $operation, #[SensitiveParameter] array $arguments = []): mixed
    {
        return $this->store()->call($operation, array_filter($arguments, static fn (mixed $value): bool => $value !== null));
    }

    /**
     * The store, opened when something is first asked of it.
     */
    protected function store(): NativeReservations
    {
        return $this->store ??= ($this->open)();
    }

    /**
     * Lines as objects, whatever they were given as.
     *
     * @param iterable<Line|array<string, mixed>> $lines
     *
     * @return list<Line>
     */
    protected function lines(iterable $lines): array
    {
        return array_map(Line::of(...), is_array($lines) ? array_values($lines) : iterator_to_array($lines, false));
    }

    /**
     * @param list<Line> $lines
     *
     * @return list<array<string, mixed>>
     */
    private function toCalls(array $lines): array
    {
        return array_map(fn (Line $line): array => $line->toCall($this->vendor, $this->kind), $lines);
    }

    /**
     * @return array{order: string, token: string}
     */
    private static function claim(
        Reservation|string|int|Stringable $order,
        #[SensitiveParameter] ?string $token = null,
    ): array {
        return $order instanceof Reservation
            ? ['order' => $order->order, 'token' => $order->token]
            : ['order' => (string) $order, 'token' => (string) $token];
    }
}
