<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Native\NativeReservations;
use Illuminate\Contracts\Container\Container;

/**
 * A store of its own of the configured kind, for those who try things: a file that is removed, names on the Redis that are
 * gone by themselves after an hour, or memory.
 *
 * @internal
 */
final readonly class ScratchStore
{
    /**
     * @param array<string, mixed> $settings of the store, without its place
     */
    private function __construct(private string $place, private string $file, private array $settings)
    {
    }

    public static function of(Container $app): self
    {
        $settings = ReservationSettings::engine($app);
        $name = bin2hex(random_bytes(6));

        $redis = ReservationSettings::redis($app);

        if ($redis !== null) {
            // The engine lets what has this in its name end by itself.
            return new self($redis->under("cartwright-test:{$name}:")->store(), '', $settings);
        }

        if (! str_starts_with(ReservationSettings::place($app), 'sqlite')) {
            return new self('memory', '', $settings);
        }

        $file = sys_get_temp_dir() . "/cartwright-test-{$name}.sqlite";

        return new self("sqlite:{$file}", $file, $settings);
    }

    /**
     * Whether other processes have it, too.
     */
    public function isShared(): bool
    {
        return $this->place !== 'memory';
    }

    /**
     * @return array<string, mixed>
     */
    public function settings(): array
    {
        return $this->settings;
    }

    /**
     * Another handle on it, as another request would have one; in memory the only one is the first.
     */
    public function open(): ReservationManager
    {
        $settings = ['store' => $this->place] + $this->settings;

        return new ReservationManager(
            static fn (): NativeReservations => NativeReservations::open($settings),
            static fn () => null,
        );
    }

    public function remove(): void
    {
        foreach ($this->file === '' ? [] : ['', '-wal', '-shm'] as $suffix) {
            is_file($this->file . $suffix) && unlink($this->file . $suffix);
        }
    }
}
