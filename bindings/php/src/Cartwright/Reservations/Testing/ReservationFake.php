<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Testing;

use Cartwright\Laravel\Settings;
use Cartwright\Native\NativeReservations;
use Cartwright\Reservations\Events\ReservationCommitted;
use Cartwright\Reservations\Events\ReservationForced;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Reservations\Events\ReservationRefused;
use Cartwright\Reservations\Events\ReservationReleased;
use Cartwright\Reservations\KnownReservation;
use Cartwright\Reservations\Line;
use Cartwright\Reservations\Reservation;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Reservations\ReservationSettings;
use Illuminate\Contracts\Container\Container;
use Illuminate\Support\Testing\Fakes\Fake;
use PHPUnit\Framework\Assert;
use Stringable;

/**
 * What `Reservations::fake()` puts in the place of the manager: real reservations, held by the engine in memory, on a clock that
 * stands still until it is told to go, and asked afterwards what happened to them.
 */
final class ReservationFake extends ReservationManager implements Fake
{
    private ?NativeReservations $memory = null;

    /** @var list<object> */
    private array $events = [];

    /**
     * @param array<string, int> $stock what there is of which sku; of anything else there is plenty
     */
    public function __construct(private readonly Container $app, array $stock = [])
    {
        $tell = ReservationSettings::dispatcher($app);
        parent::__construct(
            fn (): NativeReservations => $this->memory(),
            function (object $event) use ($tell): void {
                $this->events[] = $event;
                $tell($event);
            },
            Settings::of($app)->text('reservations.vendor', 'shop'),
            Settings::of($app)->text('reservations.kind', 'item'),
            mostUnits: Settings::of($app)->integer('reservations.caps.units', 0),
        );

        foreach ($stock as $sku => $onHand) {
            $this->setStock($sku, $onHand);
        }
    }

    public function reserve(
        string|int|Stringable $order,
        string|int|Stringable $owner,
        iterable $lines,
        int|float|null $seconds = null,
        int|float|null $waitSeconds = null,
    ): Reservation {
        $lines = $this->plenty($this->lines($lines));

        // On a clock that stands still, waiting would have no end.
        return parent::reserve($order, $owner, $lines, $seconds, 0);
    }

    public function amend(Reservation $reservation, iterable $lines): Reservation
    {
        return parent::amend($reservation, $this->plenty($this->lines($lines)));
    }

    /**
     * Lets time pass.
     */
    public function travel(int|float $seconds): static
    {
        $this->memory()->advance((int) round($seconds * 1000));

        return $this;
    }

    /**
     * Something was granted to this order.
     */
    public function assertReserved(string|int|Stringable $order): static
    {
        Assert::assertNotEmpty($this->made($order), "Nothing was reserved for the order [{$order}].");

        return $this;
    }

    /**
     * Nothing was granted to anybody.
     */
    public function assertNothingReserved(): static
    {
        $orders = array_map(static fn (ReservationMade $made): string => $made->reservation->order, $this->of(ReservationMade::class));
        Assert::assertSame([], $orders, 'There were reservations for: ' . implode(', ', $orders));

        return $this;
    }

    /**
     * Something was refused to this order.
     */
    public function assertRefused(string|int|Stringable $order): static
    {
        $refused = array_filter(
            $this->of(ReservationRefused::class),
            static fn (ReservationRefused $event): bool => $event->order === (string) $order,
        );
        Assert::assertNotEmpty($refused, "The order [{$order}] was not refused.");

        return $this;
    }

    /**
     * It was sold.
     */
    public function assertCommitted(string|int|Stringable $order): static
    {
        $committed = array_filter(
            $this->of(ReservationCommitted::class),
            static fn (ReservationCommitted $event): bool => $event->commitment->order === (string) $order,
        );
        Assert::assertNotEmpty($committed, "The order [{$order}] was not committed.");

        return $this;
    }

    /**
     * Nothing was sold.
     */
    public function assertNothingCommitted(): static
    {
        Assert::assertSame([], $this->of(ReservationCommitted::class), 'Reservations were committed.');

        return $this;
    }

    /**
     * By its holder, or by force.
     */
    public function assertReleased(string|int|Stringable $order): static
    {
        $released = array_filter(
            [...$this->of(ReservationReleased::class), ...$this->of(ReservationForced::class)],
            static fn (ReservationReleased|ReservationForced $event): bool => $event->order === (string) $order,
        );
        Assert::assertNotEmpty($released, "The order [{$order}] was not released.");

        return $this;
    }

    /**
     * So many of it are held now.
     *
     * @param string|int|Stringable|Line|array<string, mixed> $item
     */
    public function assertHeld(string|int|Stringable|Line|array $item, int $quantity): static
    {
        $stock = $this->stock($item);
        Assert::assertSame($quantity, $stock->held, "How many of {$stock->key} are held");

        return $this;
    }

    /**
     * Nothing is held now.
     */
    public function assertNothingHeld(): static
    {
        $held = array_map(
            static fn (KnownReservation $known): string => $known->order,
            iterator_to_array($this->all(KnownReservation::HELD), false),
        );
        Assert::assertSame([], $held, 'There is something held for: ' . implode(', ', $held));

        return $this;
    }

    /**
     * @param list<Line> $lines
     *
     * @return list<Line>
     */
    private function plenty(array $lines): array
    {
        foreach ($lines as $line) {
            // As a checkout asks for the lines of a cart, too.
            $byStore = $line->onHand === null && in_array($line->rule, ['store', 'tracked_or_exclusive'], true);

            if ($byStore && $this->stock($line)->policy === 'unknown') {
                $this->setUntracked($line);
            }
        }

        return $lines;
    }

    /**
     * @return list<ReservationMade>
     */
    private function made(string|int|Stringable $order): array
    {
        return array_values(array_filter(
            $this->of(ReservationMade::class),
            static fn (ReservationMade $made): bool => $made->reservation->order === (string) $order,
        ));
    }

    /**
     * @template T of object
     *
     * @param class-string<T> $class
     *
     * @return list<T>
     */
    private function of(string $class): array
    {
        return array_values(array_filter($this->events, static fn (object $event): bool => $event instanceof $class));
    }

    private function memory(): NativeReservations
    {
        return $this->memory ??= NativeReservations::open(
            ['store' => 'memory', 'clock' => 'manual'] + ReservationSettings::engine($this->app),
        );
    }
}
