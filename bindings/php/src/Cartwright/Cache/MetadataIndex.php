<?php

declare(strict_types=1);

namespace Cartwright\Cache;

use Closure;
use Illuminate\Cache\TaggedCache;
use Illuminate\Contracts\Cache\LockProvider;

/**
 * Which metadata keys a cart has. A cache cannot list its entries, and each value of metadata is an entry of its own; so
 * without this list, metadata would survive the cart it belongs to.
 *
 * It is one entry beside them, written to the store itself, before the value is. It outlives the youngest of them; a key
 * in it may have no value.
 *
 * @internal
 */
final readonly class MetadataIndex
{
    /** Seconds, for reading and writing one entry. */
    private const LEASE = 5;

    public function __construct(private RealCache $real)
    {
    }

    /**
     * @return list<string>
     */
    public function keys(string $cart): array
    {
        $keys = $this->real->store->get($this->entry($cart));

        return is_array($keys) ? array_values(array_filter($keys, is_string(...))) : [];
    }

    public function remember(string $cart, string $key, int $seconds): void
    {
        $this->alone($cart, function () use ($cart, $key, $seconds): void {
            $keys = $this->keys($cart);

            if (! in_array($key, $keys, true)) {
                $keys[] = $key;
            }

            // The value is stored after it, within the lease of a lock, and must not outlive it.
            $this->real->store->put($this->entry($cart), $keys, $seconds + 2 * self::LEASE);
        });
    }

    public function forget(string $cart): void
    {
        $this->real->store->forget($this->entry($cart));
    }

    /**
     * Two requests that each add a key must not write the list over each other's.
     */
    private function alone(string $cart, Closure $work): void
    {
        $store = $this->real->store;

        if ($store instanceof LockProvider) {
            $store->lock("lock.{$this->entry($cart)}", self::LEASE)
                ->betweenBlockedAttemptsSleepFor(CartLocks::PAUSE_MILLISECONDS)
                ->block(self::LEASE, $work);

            return;
        }

        $work();
    }

    private function entry(string $cart): string
    {
        $entry = "{$cart}.metadata";

        return $this->real->cache instanceof TaggedCache ? $this->real->cache->taggedItemKey($entry) : $entry;
    }
}
