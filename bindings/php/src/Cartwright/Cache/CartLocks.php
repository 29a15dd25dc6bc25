<?php

declare(strict_types=1);

namespace Cartwright\Cache;

use Closure;
use Illuminate\Container\Container;
use Illuminate\Contracts\Cache\Lock;
use Illuminate\Contracts\Cache\LockProvider;
use Illuminate\Contracts\Cache\LockTimeoutException;
use Illuminate\Contracts\Cache\Repository;
use WeakMap;

/**
 * The locks of carts in a cache.
 *
 * Whoever has a lock already does not wait for it again: an operation holds its locks, and each put in it asks for its
 * own. That is known per store and not per object, so that two storages on one cache do not wait for each other.
 *
 * @internal
 */
final class CartLocks
{
    public const PAUSE_MILLISECONDS = 20;

    /** The part of a lease that is left for the put itself. */
    private const RESERVE = 0.1;

    /** @var WeakMap<object, array<string, array{object, float}>>|null lock and end of its lease, by name */
    private static ?WeakMap $held = null;

    /** @var WeakMap<object, true>|null the logs in which it stands that there are no locks */
    private static ?WeakMap $warned = null;

    private readonly ?object $provider;

    /**
     * @param int $seconds how long a lock is waited for, and how long it holds at most
     * @param Closure(): float|null $clock seconds from any moment on, never set back
     * @param LockProvider|null $given locks that are taken where the cache's own store has none
     */
    public function __construct(
        private readonly Repository $cache,
        ?RealCache $real,
        private readonly int $seconds,
        private readonly ?Closure $clock = null,
        ?LockProvider $given = null,
    ) {
        // Laravel's repository passes lock() on without having it; only its store tells whether there are locks.
        $this->provider = match (true) {
            $real?->store instanceof LockProvider => $real->store,
            $real === null && method_exists($cache, 'lock') => $cache,
            default => $given,
        };
    }

    /**
     * Does the work while holding the locks, which are taken in the order given.
     *
     * @template T
     *
     * @param list<string> $names
     * @param Closure(): T $work
     *
     * @return T
     *
     * @throws LockTimeoutException if somebody else has one of them all the time
     */
    public function hold(array $names, Closure $work): mixed
    {
        if ($this->provider === null) {
            $this->warnOnce();

            return $work();
        }

        $name = array_shift($names);

        if ($name === null) {
            return $work();
        }

        if (isset($this->held()[$name])) {
            return $this->hold($names, $work);
        }

        $lock = $this->provider->lock($name, $this->seconds);

        if (method_exists($lock, 'betweenBlockedAttemptsSleepFor')) {
            $lock->betweenBlockedAttemptsSleepFor(self::PAUSE_MILLISECONDS);
        }

        return $lock->block($this->patience(), function () use ($name, $lock, $names, $work): mixed {
            $this->set($name, [$lock, $this->seconds > 0 ? $this->now() + $this->seconds : INF]);

            try {
                return $this->hold($names, $work);
            } finally {
                $this->set($name, null);
            }
        });
    }

    /**
     * Gives up where a lock is not surely ours any more: then somebody else may already have read what is there.
     *
     * @param list<string> $names
     *
     * @throws LockTimeoutException
     */
    public function check(array $names): void
    {
        foreach ($names as $name) {
            [$lock, $until] = $this->held()[$name] ?? [null, INF];

            if (
                $this->now() > $until - $this->seconds * self::RESERVE
                || $lock !== null && method_exists($lock, 'isOwnedByCurrentProcess') && ! $lock->isOwnedByCurrentProcess()
            ) {
                throw new LockTimeoutException(
                    "The lock {$name} was over before the change was stored; a longer cart.cache.lock_timeout gives it"
                    . ' more time',
                );
            }
        }
    }

    /**
     * Nobody waits for a second lock longer than the first one holds.
     */
    private function patience(): int
    {
        $ends = array_column($this->held(), 1);

        return (int) min($this->seconds, ceil(min([INF, ...$ends]) - $this->now()));
    }

    /**
     * @return array<string, array{object, float}>
     */
    private function held(): array
    {
        return $this->provider === null ? [] : self::$held[$this->provider] ?? [];
    }

    /**
     * @param array{Lock, float}|null $lock
     */
    private function set(string $name, ?array $lock): void
    {
        self::$held ??= new WeakMap();
        $held = array_filter([$name => $lock] + $this->held());

        if ($held === []) {
            unset(self::$held[$this->provider]);
        } else {
            self::$held[$this->provider] = $held;
        }
    }

    /**
     * A shop that asked for locks and has none is told, once: nothing in its requests would show it.
     */
    private function warnOnce(): void
    {
        $container = Container::getInstance();

        if (! $container->bound('log')) {
            return;
        }

        self::$warned ??= new WeakMap();
        $log = $container->make('log');

        if (isset(self::$warned[$log])) {
            return;
        }

        self::$warned[$log] = true;
        $log->warning(
            'cart.cache.locking is on, but the cache store has no locks; carts are stored without them',
            ['cache' => $this->cache::class],
        );
    }

    private function now(): float
    {
        return $this->clock === null ? hrtime(true) / 1e9 : ($this->clock)();
    }
}
