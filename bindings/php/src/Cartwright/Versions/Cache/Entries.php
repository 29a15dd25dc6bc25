<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Closure;
use Illuminate\Contracts\Cache\Repository;
use Throwable;

/**
 * The store of values. One that fails is left alone for a while by this process, so that a page does not wait for it again and again.
 *
 * @internal
 */
final class Entries
{
    /** Until when, on the clock. */
    private float $awayUntil = -INF;

    /**
     * @param Closure(): Repository $store opened when something is asked of it
     * @param Closure(string, Throwable): void $failed hears of each failure, and what it is counted as
     * @param Closure(): float $clock seconds that only go forward
     * @param float $pause seconds for which a store that failed is left alone
     */
    public function __construct(
        private readonly Closure $store,
        private readonly Closure $failed,
        private readonly Closure $clock,
        private readonly float $pause = 5.0,
    ) {
    }

    public function isAway(): bool
    {
        return ($this->clock)() < $this->awayUntil;
    }

    public function fetch(string $key): ?KeptValue
    {
        return KeptValue::read($this->ask(static fn (Repository $store): mixed => $store->get($key)));
    }

    /**
     * @param list<string> $keys
     *
     * @return array<string, ?KeptValue>
     */
    public function fetchMany(array $keys): array
    {
        $stored = $this->ask(static fn (Repository $store): iterable => $store->getMultiple($keys)) ?? [];
        $stored = is_array($stored) ? $stored : iterator_to_array($stored);

        return array_map(KeptValue::read(...), array_replace(array_fill_keys($keys, null), $stored));
    }

    public function keep(string $key, KeptValue $value, Lifetimes $lifetimes): bool
    {
        return $this->ask(
            static fn (Repository $store): bool => $store->put($key, $value->toStore(), $lifetimes->hard),
            [$value->toStore()],
        ) === true;
    }

    /**
     * @param array<string, KeptValue> $values
     */
    public function keepMany(array $values, Lifetimes $lifetimes): bool
    {
        $values = array_map(static fn (KeptValue $value): array => $value->toStore(), $values);

        return $this->ask(static fn (Repository $store): bool => $store->setMultiple($values, $lifetimes->hard), $values) === true;
    }

    public function forget(string $key): bool
    {
        return $this->ask(static fn (Repository $store): bool => $store->forget($key)) === true;
    }

    /**
     * @template T
     *
     * @param Closure(Repository): T $question
     * @param array<array-key, mixed> $values that it is to take
     *
     * @return T|null null if the store could not answer
     */
    private function ask(Closure $question, array $values = []): mixed
    {
        if ($this->isAway()) {
            return null;
        }

        try {
            return $question(($this->store)());
        } catch (Throwable $failure) {
            $isUnreadable = Serialized::isUnreadable($failure);

            // What no store could take, or nobody could read, says nothing about this one.
            if (! $isUnreadable && Serialized::canBeWritten($values)) {
                $this->awayUntil = ($this->clock)() + $this->pause;
            }

            ($this->failed)($isUnreadable ? 'cache.unreadable' : 'cache.unreachable', $failure);

            return null;
        }
    }
}
