<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Exceptions\ReservationException;
use Cartwright\Native\NativeReservations;
use Illuminate\Contracts\Container\Container;

/**
 * A sale in a store of its own: buyers with random carts who pay, pay twice, go away or give it back; at the end everything has to
 * add up. From many processes where PHP can fork and the store is a file.
 *
 * @internal
 */
final readonly class Sale
{
    /**
     * @param array<string, mixed> $settings
     */
    private function __construct(private string $file, private bool $isFile, private array $settings)
    {
    }

    public static function of(Container $app): self
    {
        $file = sys_get_temp_dir() . '/cartwright-sale-' . bin2hex(random_bytes(6)) . '.sqlite';

        return new self(
            $file,
            str_starts_with(ReservationSettings::place($app), 'sqlite'),
            ReservationSettings::engine($app),
        );
    }

    /**
     * @return array<string, int|bool>
     */
    public function run(int $buyers, int $units, int $skus, int $processes): array
    {
        $store = $this->store();
        $perSku = intdiv($units + $skus - 1, $skus);

        foreach (range(1, $skus) as $sku) {
            $store->setStock("sku-{$sku}", $perSku);
        }

        try {
            $forks = $this->isFile && function_exists('pcntl_fork') ? min($processes, $buyers) : 1;
            $paid = $forks > 1
                ? $this->fromProcesses($forks, $buyers, $skus)
                : $this->buyers($store, range(1, $buyers), $skus);

            return $this->counted($store, $paid, ['buyers' => $buyers, 'processes' => $forks], $skus, $perSku);
        } finally {
            foreach (['', '-wal', '-shm'] as $suffix) {
                is_file($this->file . $suffix) && unlink($this->file . $suffix);
            }
        }
    }

    /**
     * @return int units that were paid for
     */
    private function fromProcesses(int $processes, int $buyers, int $skus): int
    {
        $children = [];

        foreach (range(0, $processes - 1) as $process) {
            [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            $child = pcntl_fork();

            if ($child === 0) {
                $mine = array_filter(range(1, $buyers), static fn (int $buyer): bool => $buyer % $processes === $process);
                fwrite($theirs, (string) $this->buyers($this->store(), $mine, $skus));
                // Nothing of the parent is to be shut down from here.
                posix_kill(getmypid(), SIGKILL);
            }

            fclose($theirs);
            $children[$child] = $ours;
        }

        $paid = 0;

        foreach ($children as $child => $answer) {
            $paid += (int) stream_get_contents($answer);
            pcntl_waitpid($child, $status);
        }

        return $paid;
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

    private function store(): ReservationManager
    {
        $place = $this->isFile ? "sqlite:{$this->file}" : 'memory';

        return new ReservationManager(
            fn (): NativeReservations => NativeReservations::open(['store' => $place] + $this->settings),
            static fn () => null,
        );
    }
}
