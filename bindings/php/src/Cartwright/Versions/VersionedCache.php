<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Versions\Cache\Lifetimes;
use Cartwright\Versions\Cache\Replicas;
use Cartwright\Versions\Cache\Shelf;
use Cartwright\Versions\Cache\Slot;
use Cartwright\Versions\Cache\Surroundings;
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

    /**
     * @internal
     */
    public function __construct(
        private readonly DataVersions $versions,
        private readonly Shelf $shelf,
        private readonly Surroundings $around,
    ) {
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
        $slot = $lifetimes->isOver() ? null : $this->slot($key, (array) $tags);

        return $slot === null
            ? $this->passedBy($callback)
            : $this->shelf->remember($slot, $lifetimes, static fn (): mixed => Replicas::avoided($callback));
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
        $slots = $lifetimes->isOver() ? [] : $this->slots($keys, (array) $tags);
        $load = static function (array $missing) use ($callback): array {
            $nothing = array_fill_keys($missing, null);

            return array_replace($nothing, array_intersect_key($callback($missing), $nothing));
        };

        return $keys === [] ? [] : array_replace(array_fill_keys($keys, null), $slots === []
            ? $this->passedBy(static fn (): array => $load(array_values($keys)))
            : $this->shelf->rememberMany(
                $slots,
                $lifetimes,
                static fn (array $missing): array => Replicas::avoided(static fn (): array => $load($missing)),
            ));
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

        return $slot !== null && $this->shelf->forget($slot);
    }

    /**
     * Makes everything unreachable that was kept here, on every machine and at once. Nothing of others is touched: nothing is
     * searched for, and what lies there ends with its lifetime.
     */
    public function clear(?string $who = null): void
    {
        $this->versions->bump(self::TYPE, null, $who);
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
     * @return array<array-key, Slot> empty if the cache is to be passed by
     */
    private function slots(array $keys, array $tags): array
    {
        if ($this->shelf->isAway()) {
            return [];
        }

        try {
            $captured = $this->versions->capture([...$tags, self::TYPE]);

            if ($captured->bypass !== null) {
                return [];
            }

            $keeps = ! $this->around->inTransaction();
            $slots = [];

            foreach ($keys as $key) {
                $name = Slot::name($key);
                $call = ['name' => $name, 'versions' => (object) $captured->versions];
                $slots[$key] = new Slot($name, $captured->versions, $this->versions->native()->call('key', $call), $keeps);
            }

            return $slots;
        } catch (Throwable $failure) {
            // Without versions nothing may be served; the page can still be made.
            $this->around->failed('cache.unversioned', $failure);

            return [];
        }
    }

    private function passedBy(Closure $load): mixed
    {
        $this->around->counts->count('cache.passed_by');

        return $load();
    }
}
