<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Cartwright\Native\Abi;
use Cartwright\Native\CachedValue;
use Cartwright\Native\NativeVersions;
use Closure;
use Throwable;

/**
 * Values in the engine's own store, beside the published versions. It counts, waits and leaves a store alone by itself.
 *
 * @internal
 */
final readonly class EngineShelf implements Shelf
{
    /** Of so many values that are kept, one is the reason to collect old ones: at most ten times as many. */
    private const COLLECTS = 100;

    /**
     * @param Closure(): NativeVersions $engine
     * @param (Closure(int, int): int)|null $random a number between two, inclusive
     */
    public function __construct(private Closure $engine, private Surroundings $around, private ?Closure $random = null)
    {
    }

    public function isAway(): bool
    {
        return false;
    }

    public function remember(Slot $slot, Lifetimes $lifetimes, Closure $load): mixed
    {
        $begun = $this->around->waiting->now();

        for ($attempt = 1;; $attempt++) {
            $waited = (int) (($this->around->waiting->now() - $begun) * 1000);
            $found = ($this->engine)()->lookup($slot->name, $slot->versions, null, $waited);

            if ($found->found !== Abi::FOUND_WAIT) {
                return $this->taken($found, $slot, $lifetimes, $load);
            }

            if (! $slot->keeps) {
                return $load();
            }

            $this->around->waiting->pause($attempt);
        }
    }

    public function rememberMany(array $slots, Lifetimes $lifetimes, Closure $load): array
    {
        $values = $missing = [];

        foreach ($slots as $key => $slot) {
            $found = ($this->engine)()->lookup($slot->name, $slot->versions);

            if ($found->found === Abi::FOUND_FRESH && $this->isRead($found, $slot, $value)) {
                $values[$key] = $value;
            } else {
                $missing[$key] = $found->permit;
            }
        }

        try {
            $loaded = $missing === [] ? [] : $load(array_map(strval(...), array_keys($missing)));
        } catch (Throwable $failure) {
            array_map($this->giveUp(...), $missing);

            throw $failure;
        }

        foreach ($missing as $key => $permit) {
            $this->keep($permit, $slots[$key], $loaded[$key], $lifetimes);
        }

        return $loaded + $values;
    }

    public function forget(Slot $slot): bool
    {
        try {
            return ($this->engine)()->call('forget', ['key' => $slot->key])['removed'] > 0;
        } catch (Throwable $failure) {
            $this->around->failed('cache.unreachable', $failure);

            return false;
        }
    }

    private function taken(CachedValue $found, Slot $slot, Lifetimes $lifetimes, Closure $load): mixed
    {
        if (! in_array($found->found, [Abi::FOUND_FRESH, Abi::FOUND_STALE], true) || ! $this->isRead($found, $slot, $value)) {
            return $this->load($found->permit, $slot, $lifetimes, $load);
        }

        if ($found->permit !== null) {
            $slot->keeps
                ? $this->around->afterResponse(fn (): mixed => $this->load($found->permit, $slot, $lifetimes, $load))
                : $this->giveUp($found->permit);
        }

        return $value;
    }

    /**
     * Whether what was found can still be read. Else it is as if it were not there.
     */
    private function isRead(CachedValue $found, Slot $slot, mixed &$value): bool
    {
        try {
            $value = Serialized::read((string) $found->value);

            return true;
        } catch (Throwable $failure) {
            $this->around->failed('cache.unreadable', $failure);
            $this->forget($slot);

            return false;
        }
    }

    private function load(?string $permit, Slot $slot, Lifetimes $lifetimes, Closure $load): mixed
    {
        try {
            $value = $load();
        } catch (Throwable $failure) {
            $this->giveUp($permit);

            throw $failure;
        }

        $this->keep($permit, $slot, $value, $lifetimes);

        return $value;
    }

    private function keep(?string $permit, Slot $slot, mixed $value, Lifetimes $lifetimes): void
    {
        if ($permit === null || ! $slot->keeps || $this->around->inTransaction()) {
            $this->giveUp($permit);

            return;
        }

        try {
            $text = serialize($value);
            ($this->engine)()->keep($permit, $text, max(1, $lifetimes->soft * 1000), $lifetimes->hard * 1000);
            ($this->random ?? random_int(...))(1, self::COLLECTS) === 1 && $this->collect();
        } catch (Throwable $failure) {
            // The page is made; others try again.
            $this->giveUp($permit);
            $this->around->failed('cache.unreachable', $failure);
        }
    }

    /**
     * Values whose end is over are found by nobody, and take up room all the same.
     */
    private function collect(): void
    {
        $this->around->afterResponse(fn (): mixed => ($this->engine)()->call('sweep', ['limit' => 10 * self::COLLECTS]));
    }

    private function giveUp(?string $permit): void
    {
        $permit === null || ($this->engine)()->call('land', ['flight' => $permit]);
    }
}
