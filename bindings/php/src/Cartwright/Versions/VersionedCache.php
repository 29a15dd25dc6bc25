<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Versions\Cache\Entries;
use Cartwright\Versions\Cache\KeptValue;
use Cartwright\Versions\Cache\Lifetimes;
use Cartwright\Versions\Cache\Slot;
use Cartwright\Versions\Cache\VersionedCacheParts;
use Closure;
use DateInterval;
use DateTimeInterface;
use Throwable;

/**
 * A cache that is never older than what was committed: values lie under the versions of their tags, so that whoever raises
 * a version has invalidated every value of it at once.
 *
 * The versions are captured before a value is loaded. What a slow reader keeps after a change lies under a key that nobody
 * asks for any more.
 */
class VersionedCache
{
    /** The type whose version all keys carry: raised, nothing that was kept before is found any more. */
    public const TYPE = 'versioned-cache';

    /** A flight of which nobody else could be told. */
    private const ALONE = '';

    public function __construct(private readonly VersionedCacheParts $parts)
    {
    }

    /**
     * The value of a key: found, or loaded and kept. Null is a value, too.
     *
     * @template T
     *
     * @param list<string>|string $tags the types of data that the value is made of
     * @param DateTimeInterface|DateInterval|array{int, int}|int $ttl seconds, or [fresh for, good for]: between the two, one
     *     makes the value anew when the response is on its way, and the others are served the old one
     * @param Closure(): T $callback
     *
     * @return T
     */
    public function remember(
        string $key,
        array|string $tags,
        DateTimeInterface|DateInterval|array|int $ttl,
        Closure $callback,
    ): mixed {
        $lifetimes = Lifetimes::of($ttl);
        $slot = $this->slot($key, (array) $tags);

        if ($slot === null || $lifetimes->isOver()) {
            $this->parts->counts->count('cache.passed_by');

            return $callback();
        }

        $found = $this->parts->entries->fetch($slot->key);

        return match (true) {
            $found === null => $this->missing($slot, $lifetimes, $callback),
            $found->isFresh() => $this->found($found),
            default => $this->stale($found, $slot, $lifetimes, $callback),
        };
    }

    /**
     * The same with the two lifetimes that it is about.
     *
     * @template T
     *
     * @param list<string>|string $tags
     * @param array{int, int} $ttl [fresh for, good for], in seconds
     * @param Closure(): T $callback
     *
     * @return T
     */
    public function flexible(string $key, array|string $tags, array $ttl, Closure $callback): mixed
    {
        return $this->remember($key, $tags, $ttl, $callback);
    }

    /**
     * The values of several keys of the same tags: what is missing is loaded in one go and kept.
     *
     * @template T
     *
     * @param list<string> $keys
     * @param list<string>|string $tags
     * @param DateTimeInterface|DateInterval|array{int, int}|int $ttl
     * @param Closure(list<string>): array<string, T> $callback gets the keys that are missing; what it does not answer is null
     *
     * @return array<string, T|null> in the order of the keys
     */
    public function rememberMany(
        array $keys,
        array|string $tags,
        DateTimeInterface|DateInterval|array|int $ttl,
        Closure $callback,
    ): array {
        $lifetimes = Lifetimes::of($ttl);
        $slots = $this->slots($keys, (array) $tags);
        $found = $this->parts->entries->fetchMany(array_column($slots, 'key'));
        $values = [];

        foreach ($slots as $key => $slot) {
            $kept = $found[$slot->key];
            $values += $kept?->isFresh() ? [$key => $kept->value] : [];
        }

        $missing = array_values(array_diff($keys, array_map(strval(...), array_keys($values))));
        $this->parts->counts->count(match (true) {
            $slots === [] => 'cache.passed_by',
            $missing === [] => 'cache.found',
            default => 'cache.missed',
        });
        $loaded = $missing === [] ? [] : array_replace(array_fill_keys($missing, null), $callback($missing));
        $this->keepMany(array_intersect_key($slots, $loaded), $loaded, $lifetimes);

        return array_replace(array_fill_keys($keys, null), $loaded, $values);
    }

    /**
     * Forgets the value that lies under the present versions of its tags. To outrun those who are loading it just now, raise a
     * version instead.
     *
     * @param list<string>|string $tags the same that it was remembered with
     */
    public function forget(string $key, array|string $tags = []): bool
    {
        $slot = $this->slot($key, (array) $tags);

        return $slot !== null && $this->parts->entries->forget($slot->key);
    }

    /**
     * Makes everything unreachable that was kept here, on every machine and at once. Nothing of others is touched: nothing is
     * searched for, and what lies there ends with its lifetime.
     */
    public function clear(?string $who = null): void
    {
        $this->parts->versions->bump(self::TYPE, null, $who);
    }

    /**
     * @param list<string> $tags
     */
    private function slot(string $key, array $tags): ?Slot
    {
        return $this->slots([$key], $tags)[$key] ?? null;
    }

    /**
     * @param list<string> $keys
     * @param list<string> $tags
     *
     * @return array<string, Slot> empty if the cache is to be passed by
     */
    private function slots(array $keys, array $tags): array
    {
        if ($this->parts->entries->isAway()) {
            return [];
        }

        try {
            $captured = $this->parts->versions->capture([...$tags, self::TYPE]);

            if ($captured->bypass !== null) {
                return [];
            }

            $keeps = ! $this->parts->inTransaction();
            $engine = $this->parts->versions->native();
            $slots = [];

            foreach ($keys as $key) {
                $name = $engine->call('key', ['name' => Slot::name($key), 'versions' => $captured->versions]);
                $slots[$key] = new Slot($name, $keeps);
            }

            return $slots;
        } catch (Throwable $failure) {
            // Without versions nothing may be served; the page can still be made.
            $this->parts->failed('cache.unversioned', $failure);

            return [];
        }
    }

    private function found(KeptValue $found): mixed
    {
        $this->parts->counts->count('cache.found');

        return $found->value;
    }

    private function stale(KeptValue $found, Slot $slot, Lifetimes $lifetimes, Closure $callback): mixed
    {
        $this->parts->counts->count('cache.stale');
        $flight = $slot->keeps ? $this->fly($slot) : null;

        if ($flight !== null) {
            $this->parts->afterResponse(function () use ($slot, $flight, $lifetimes, $callback): void {
                try {
                    $this->load($slot, $flight, $lifetimes, $callback);
                } catch (Throwable $failure) {
                    // Nobody waits for it any more, and the old value is good until its hard end.
                    $this->parts->failed('cache.refresh_failed', $failure);
                }
            });
        }

        return $found->value;
    }

    /**
     * One loads; the others wait for it, but not for long.
     */
    private function missing(Slot $slot, Lifetimes $lifetimes, Closure $callback): mixed
    {
        $begun = $this->parts->waiting->now();

        for ($attempt = 1; $slot->keeps && ! $this->parts->entries->isAway(); $attempt++) {
            $flight = $this->fly($slot);
            // Whoever flew before may have landed since it was looked for.
            $found = $this->parts->entries->fetch($slot->key);

            if ($found !== null) {
                $this->land($flight);

                return $this->found($found);
            }

            if ($flight !== null) {
                $this->parts->counts->count('cache.missed');

                return $this->load($slot, $flight, $lifetimes, $callback);
            }

            if (! $this->parts->waiting->allows($attempt + 1, $begun)) {
                $this->parts->counts->count('cache.waited_in_vain');

                return $this->load($slot, null, $lifetimes, $callback);
            }

            $this->parts->waiting->pause($attempt);
        }

        $this->parts->counts->count('cache.passed_by');

        return $callback();
    }

    private function load(Slot $slot, ?string $flight, Lifetimes $lifetimes, Closure $callback): mixed
    {
        try {
            $value = $callback();
            $this->keepMany([$slot], [$value], $lifetimes);

            return $value;
        } finally {
            $this->land($flight);
        }
    }

    /**
     * @param array<array-key, Slot> $slots
     * @param array<array-key, mixed> $values
     */
    private function keepMany(array $slots, array $values, Lifetimes $lifetimes): void
    {
        // What was loaded in a transaction that is open still may never be committed.
        if ($slots === [] || $lifetimes->isOver() || ! reset($slots)->keeps || $this->parts->inTransaction()) {
            return;
        }

        $kept = [];

        foreach ($slots as $name => $slot) {
            $kept[$slot->key] = KeptValue::of($values[$name], $lifetimes);
        }

        count($kept) === 1
            ? $this->parts->entries->keep((string) array_key_first($kept), reset($kept), $lifetimes)
            : $this->parts->entries->keepMany($kept, $lifetimes);
    }

    /**
     * Tries to be the one who loads a value; null if somebody else is. Where nobody can be asked, everybody loads.
     */
    private function fly(Slot $slot): ?string
    {
        try {
            return $this->parts->versions->native()->call('fly', ['key' => $slot->key])['flight'];
        } catch (Throwable $failure) {
            $this->parts->failed('cache.alone', $failure);

            return self::ALONE;
        }
    }

    private function land(?string $flight): void
    {
        if ($flight === null || $flight === self::ALONE) {
            return;
        }

        try {
            $this->parts->versions->native()->call('land', ['flight' => $flight]);
        } catch (Throwable $failure) {
            // It ends with its lease.
            $this->parts->failed('cache.alone', $failure);
        }
    }
}
