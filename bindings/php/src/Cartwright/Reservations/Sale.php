<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\ReservationException;
use Illuminate\Contracts\Container\Container;

/**
 * A sale in a store of its own: buyers with random carts who pay, pay twice, go away or give it back; at the end everything has to
 * add up. From many processes where PHP can fork and the store is shared.
 *
 * @internal
 */
final readonly class Sale
{
    private function __construct(private ScratchStore $store)
    {
    }

    public static function of(Container $app): self
    {
        return new self(ScratchStore::of($app));
    }

    /**
     * @return array<string, int|bool>
     */
    public function run(int $buyers, int $units, int $skus, int $processes): array
    {
        $store = $this->store->open();
        $perSku = intdiv($units + $skus - 1, $skus);

        foreach (range(1, $skus) as $sku) {
            $store->setStock("sku-{$sku}", $perSku);
        }

        try {
            $forks = $this->store->isShared() && AtOnce::isPossible() ? min($processes, $buyers) : 1;
            $paid = $forks > 1
                ? $this->fromProcesses($forks, $buyers, $skus)
                : $this->buyers($store, range(1, $buyers), $skus);

            return $this->counted($store, $paid, ['buyers' => $buyers, 'processes' => $forks], $skus, $perSku);
        } finally {
            $this->store->remove();
        }
    }

    /**
     * @return int units that were paid for
     */
    private function fromProcesses(int $processes, int $buyers, int $skus): int
    {
        $paid = AtOnce::run($processes, function (int $process) use ($processes, $buyers, $skus): string {
            $mine = array_filter(range(1, $buyers), static fn (int $buyer): bool => $buyer % $processes === $process);

            return (string) $this->buyers($this->store->open(), $mine, $skus);
        });

        return array_sum(array_map(intval(...), $paid));
    }

    /**
     * @param array<array-key, int> $buyers
     *
     * @return int units that were paid for
     */
    private function buyers(ReservationManager $store, array $buyers, int $skus): int
    {
        $paid = 0;

        foreach ($buyers as $buyer) {
            $lines = array_map(
                static fn (): array => ['sku' => 'sku-' . random_int(1, $skus), 'quantity' => random_int(1, 2)],
                range(1, random_int(1, 3)),
            );

            try {
                $held = $store->reserve("order-{$buyer}", "buyer-{$buyer}", $lines);
            } catch (ReservationException) {
                continue;
            }

            match (random_int(1, 10)) {
                1, 2 => $store->release($held),
                3 => null, // He closes the window.
                4, 5 => [$store->commit($held), $store->commit($held)],
                default => $store->commit($held),
            };
            $isPaid = $store->find("order-{$buyer}")?->state === KnownReservation::COMMITTED;
            $paid += $isPaid ? array_sum(array_column($lines, 'quantity')) : 0;
        }

        return $paid;
    }

    /**
     * @param array<string, int> $counts
     *
     * @return array<string, int|bool>
     */
    private function counted(ReservationManager $store, int $paid, array $counts, int $skus, int $perSku): array
    {
        $sold = $available = $held = 0;
        $addsUp = true;

        foreach (range(1, $skus) as $sku) {
            $level = $store->stock("sku-{$sku}");
            $sold += $level->sold;
            $available += $level->available;
            $held += $level->held;
            $addsUp = $addsUp && $level->sold + $level->held + $level->available === $perSku;
        }

        $counters = $store->stats()['counters'];

        return $counts + [
            'units' => $perSku * $skus,
            'granted' => $counters['granted'],
            'refused' => $counters['refused_short'],
            'units_sold' => $sold,
            'units_paid_for' => $paid,
            'units_held' => $held,
            'units_available' => $available,
            'adds_up' => $addsUp && $paid === $sold,
        ];
    }
}
