<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Reservations\Events\ReservationRefused;
use Throwable;

/**
 * What the application is told of its reservations.
 *
 * @internal
 */
trait TellsOfReservations
{
    /**
     * Tells the application what has happened.
     *
     * @internal
     */
    public function tell(object $event): void
    {
        ($this->dispatch)($event);
    }

    /**
     * Whoever called knows no token if a listener throws: nobody could give back what he does not know of.
     *
     * @param list<Line> $lines
     */
    private function made(Reservation $reservation, array $lines): void
    {
        try {
            $this->tell(new ReservationMade($reservation, $lines));
        } catch (Throwable $failure) {
            try {
                $this->release($reservation);
            } catch (Throwable) {
                // Then it comes back when its lease is over; the first failure is the one to know of.
            }

            throw $failure;
        }
    }

    /**
     * @param list<Line> $lines
     */
    private function refused(string $order, string $owner, array $lines, ReservationException&EngineRefusal $refusal): never
    {
        $this->tell(new ReservationRefused($order, $owner, $lines, $refusal));

        throw $refusal;
    }
}
