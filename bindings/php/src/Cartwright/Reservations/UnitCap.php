<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\ReservationLimitException;

/**
 * How many units of one key a reservation may hold. The engine's caps count lines; how many units are too many is another thing
 * in each shop.
 *
 * @internal
 */
final readonly class UnitCap
{
    /**
     * @param int $most 0 if there is no cap
     */
    public function __construct(private int $most)
    {
    }

    /**
     * @param list<array{vendor: string, kind: string, sku: string, quantity: int}> $lines the same key may come more than once
     */
    public function check(array $lines): void
    {
        $units = [];

        foreach ($this->most < 1 ? [] : $lines as $line) {
            $key = StockKey::text($line['vendor'], $line['kind'], $line['sku']);
            $units[$key] = ($units[$key] ?? 0) + $line['quantity'];

            if ($units[$key] > $this->most) {
                throw new ReservationLimitException(
                    "One reservation holds at most {$this->most} of {$line['sku']}; ask for fewer",
                    ['refused' => 'too_many_units', 'limit' => $this->most, 'key' => $key],
                );
            }
        }
    }
}
