<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use Cartwright\Native\NativeReservations;
use FFI\CData;
use SensitiveParameter;

/**
 * Reservations: one call each, in JSON.
 *
 * @internal
 */
trait Reservations
{
    private readonly CData $reservations;

    private function makeReservationPlaces(): void
    {
        $this->reservations = $this->ffi->new('cw_reservations *[1]');
    }

    /**
     * @param array<string, mixed> $settings as cw_reservations_open says
     */
    public function openReservations(array $settings): NativeReservations
    {
        $json = self::object($settings);
        $this->expectOk($this->ffi->cw_reservations_open($json, strlen($json), $this->reservations, $this->error));

        return new NativeReservations($this, $this->reservations[0]);
    }

    public function freeReservations(CData $reservations): void
    {
        $this->ffi->cw_reservations_free($reservations);
    }

    /**
     * @param array<string, mixed> $call with its "op"
     */
    public function callReservations(CData $reservations, #[SensitiveParameter] array $call): mixed
    {
        $json = self::encode($call);
        $this->expectOk($this->ffi->cw_reservations_call(
            $reservations,
            $json,
            strlen($json),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeValue();
    }

    public function advanceReservations(CData $reservations, int $milliseconds): void
    {
        $this->expectOk($this->ffi->cw_reservations_advance($reservations, $milliseconds, $this->error));
    }
}
