<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Native\NativeReservations;
use Cartwright\Reservations\AtomicCache;
use Cartwright\Reservations\ReservationManager;

/**
 * A shop with reservations in memory, on a clock that stands still until it is moved.
 */
abstract class ReservationTestCase extends LaravelTestCase
{
    protected NativeReservations $store;

    protected ReservationManager $reservations;

    protected AtomicCache $locks;

    /** @var list<object> */
    protected array $told = [];

    protected function settings(): array
    {
        return parent::settings() + ['reservations.store' => 'memory'];
    }

    protected function setUp(): void
    {
        parent::setUp();

        $this->told = [];
        $this->store = NativeReservations::open(['store' => 'memory', 'clock' => 'manual']);
        $this->reservations = new ReservationManager(
            fn (): NativeReservations => $this->store,
            function (object $event): void {
                $this->told[] = $event;
                $this->app->make('events')->dispatch($event);
            },
        );
        $this->app->instance(ReservationManager::class, $this->reservations);
        $this->locks = new AtomicCache($this->reservations);
    }

    protected function travelSeconds(int|float $seconds): void
    {
        $this->store->advance((int) round($seconds * 1000));
    }

    /**
     * @return list<class-string> the events that were told, in order
     */
    protected function toldClasses(): array
    {
        return array_map(static fn (object $event): string => class_basename($event), $this->told);
    }
}
