<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Closure;

/**
 * Values in one of Laravel's own cache stores.
 *
 * @internal
 */
final readonly class StoreShelf implements Shelf
{
    public function __construct(private Entries $entries, private Flights $flights, private Surroundings $around)
    {
    }

    public function isAway(): bool
    {
        return $this->entries->isAway();
    }

    public function remember(Slot $slot, Lifetimes $lifetimes, Closure $load): mixed
    {
        $found = $this->entries->fetch($slot->key);

        return match (true) {
            $found === null => $this->missing($slot, $lifetimes, $load),
            $found->isFresh() => $this->found($found),
            default => $this->stale($found, $slot, $lifetimes, $load),
        };
    }

    public function rememberMany(array $slots, Lifetimes $lifetimes, Closure $load): array
    {
        $found = $this->entries->fetchMany(array_column($slots, 'key'));
        $fresh = array_filter($slots, static fn (Slot $slot): bool => $found[$slot->key]?->isFresh() ?? false);
        $missing = array_diff_key($slots, $fresh);
        $this->around->counts->count($missing === [] ? 'cache.found' : 'cache.missed');
        $loaded = $missing === [] ? [] : $load(array_map(strval(...), array_keys($missing)));
        $this->keep($missing, $loaded, $lifetimes);

        return $loaded + array_map(static fn (Slot $slot): mixed => $found[$slot->key]->value, $fresh);
    }

    public function forget(Slot $slot): bool
    {
        return $this->entries->forget($slot->key);
    }

    private function found(KeptValue $found): mixed
    {
        $this->around->counts->count('cache.found');

        return $found->value;
    }

    private function stale(KeptValue $found, Slot $slot, Lifetimes $lifetimes, Closure $load): mixed
    {
        $this->around->counts->count('cache.stale');
        $flight = $slot->keeps ? $this->flights->begin($slot) : null;

        if ($flight !== null) {
            $this->around->afterResponse(fn (): mixed => $this->load($slot, $flight, $lifetimes, $load));
        }

        return $found->value;
    }

    /**
     * One loads; the others wait for it, but not for long.
     */
    private function missing(Slot $slot, Lifetimes $lifetimes, Closure $load): mixed
    {
        $begun = $this->around->waiting->now();

        for ($attempt = 1; $slot->keeps && ! $this->isAway(); $attempt++) {
            $flight = $this->flights->begin($slot);
            // Whoever flew before may have landed since it was looked for.
            $found = $this->entries->fetch($slot->key);

            if ($found !== null) {
                $this->flights->end($flight);

                return $this->found($found);
            }

            if ($flight !== null) {
                $this->around->counts->count('cache.missed');

                return $this->load($slot, $flight, $lifetimes, $load);
            }

            if (! $this->around->waiting->allows($attempt + 1, $begun)) {
                $this->around->counts->count('cache.waited_in_vain');

                return $this->load($slot, null, $lifetimes, $load);
            }

            $this->around->waiting->pause($attempt);
        }

        $this->around->counts->count('cache.passed_by');

        return $load();
    }

    private function load(Slot $slot, ?string $flight, Lifetimes $lifetimes, Closure $load): mixed
    {
        try {
            $value = $load();
            $this->keep([$slot], [$value], $lifetimes);

            return $value;
        } finally {
            $this->flights->end($flight);
        }
    }

    /**
     * @param array<array-key, Slot> $slots
     * @param array<array-key, mixed> $values by the same keys
     */
    private function keep(array $slots, array $values, Lifetimes $lifetimes): void
    {
        // What was loaded in a transaction that is open still may never be committed.
        if ($slots === [] || ! reset($slots)->keeps || $this->around->inTransaction()) {
            return;
        }

        $kept = [];

        foreach ($slots as $name => $slot) {
            $kept[$slot->key] = KeptValue::of($values[$name], $lifetimes);
        }

        count($kept) === 1
            ? $this->entries->keep((string) array_key_first($kept), reset($kept), $lifetimes)
            : $this->entries->keepMany($kept, $lifetimes);
    }
}
