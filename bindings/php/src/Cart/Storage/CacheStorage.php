<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Storage;

use Cartwright\Cache\CartEntries;
use Cartwright\Cache\CartLocks;
use Cartwright\Cache\MetadataIndex;
use Cartwright\Cache\RealCache;
use Cartwright\Config\CartConfig;
use Cartwright\Storage\KeepsArrays;
use Cartwright\Storage\KeepsTogether;
use Cartwright\Storage\KeptValue;
use Cartwright\Storage\ListsMetadata;
use Cartwright\Storage\MayLock;
use Closure;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\TaggedCache;
use Illuminate\Contracts\Cache\LockProvider;
use Illuminate\Contracts\Cache\Repository;
use ReflectionProperty;
use RuntimeException;

/**
 * Carts in a cache, each part an entry of its own: `{prefix}.{identifier}.{instance}.items`, `.conditions` and
 * `.metadata.{key}`.
 *
 * A cache cannot compare what is there with what was read. Two requests that change one cart at once lose nothing only
 * with locks (docs/cache-locking.md).
 */
readonly class CacheStorage implements MayLock, KeepsArrays, KeepsTogether, ListsMetadata
{
    private ?RealCache $real;

    private ?MetadataIndex $metadata;

    private ?CartLocks $locks;

    private bool $keepsArrays;

    private bool $keepsTogether;

    /**
     * @param int $ttl seconds for which a part is kept after it was last stored
     * @param int $lockTimeout seconds for which a lock is waited for, and for which it holds at most
     * @param LockProvider|null $locks those that are taken where the cache's own store has none
     */
    public function __construct(
        private Repository $cache,
        private string $keyPrefix = 'cart',
        private int $ttl = 86400,
        private bool $useLocking = false,
        private int $lockTimeout = 5,
        ?LockProvider $locks = null,
    ) {
        $this->real = RealCache::behind($cache);
        $this->metadata = $this->real === null ? null : new MetadataIndex($this->real);
        $this->locks = $useLocking ? new CartLocks($cache, $this->real, $lockTimeout, given: $locks) : null;
        $this->keepsTogether = $this->real?->fetchesMany() ?? false;
        $store = $this->real?->store;
        $this->keepsArrays = $store instanceof ArrayStore
            && ! (new ReflectionProperty(ArrayStore::class, 'serializesValues'))->getValue($store);
    }

    public function keepsArrays(): bool
    {
        return $this->keepsArrays;
    }

    public function keepsTogether(): bool
    {
        return $this->keepsTogether;
    }

    /**
     * @internal
     */
    public function parts(string $identifier, string $instance, string $key, ?string $only = null): array
    {
        $cart = $this->cart($identifier, $instance);
        $names = ['items' => "{$cart}.items", 'conditions' => "{$cart}.conditions"];
        $names = $only === null ? $names : [$only => $names[$only]];
        $kept = $this->real?->cache->many([...array_values($names), "{$cart}.metadata.{$key}"]) ?? [];

        return [
            KeptValue::lines($kept[$names['items'] ?? ''] ?? null),
            KeptValue::lines($kept[$names['conditions'] ?? ''] ?? null),
            $kept["{$cart}.metadata.{$key}"] ?? null,
        ];
    }

    public function locks(): bool
    {
        return $this->locks !== null;
    }

    public function metadataKeys(string $identifier, string $instance): array
    {
        return $this->metadata?->keys($this->cart($identifier, $instance)) ?? [];
    }

    public function locked(string $identifier, string $instance, array $parts, Closure $work): mixed
    {
        if ($this->locks === null) {
            return $work();
        }

        $cart = $this->cart($identifier, $instance);
        $names = [];

        foreach ($parts as $part) {
            $names = [...$names, ...match ($part) {
                'metadata' => $this->metadataLocks($cart),
                default => [self::lockName("{$cart}.{$part}")],
            }];
        }

        return $this->locks->hold($names, $work);
    }

    public function has(string $identifier, string $instance): bool
    {
        $cart = $this->cart($identifier, $instance);

        return $this->cache->has("{$cart}.items") || $this->cache->has("{$cart}.conditions");
    }

    public function forget(string $identifier, string $instance): void
    {
        $this->locked($identifier, $instance, ['items', 'conditions', 'metadata'], function () use (
            $identifier,
            $instance,
        ): void {
            $cart = $this->cart($identifier, $instance);
            $this->cache->forget("{$cart}.items");
            $this->cache->forget("{$cart}.conditions");
            $this->forgetMetadata($cart);
        });
    }

    /**
     * Forgets all carts, where the store can tell which of its entries they are. Where it cannot, only the whole store
     * can be emptied, with whatever else the application keeps there: that is for tests, and for who says so.
     */
    public function flush(): void
    {
        if ($this->cache instanceof TaggedCache) {
            // Only what has these tags.
            $this->cache->flush();

            return;
        }

        if ($this->real !== null && CartEntries::canBeListed($this->real->store)) {
            CartEntries::forget($this->real->store, $this->keyPrefix);

            return;
        }

        if (
            $this->real !== null
            && ! in_array(CartConfig::environment(), ['testing', 'local'], true)
            && ! CartConfig::get('cart.cache.flush_whole_store', false)
        ) {
            throw new RuntimeException(
                'This cache store cannot tell which of its entries are carts; emptying all of it is only allowed in'
                . ' testing and local environments, or with cart.cache.flush_whole_store',
            );
        }

        if (method_exists($this->cache->getStore(), 'flush')) {
            $this->cache->getStore()->flush();
        }
    }

    /**
     * A cache cannot tell.
     */
    public function getInstances(string $identifier): array
    {
        return [];
    }

    /**
     * Does nothing: a cache cannot tell which instances there are. What is there ends with its time.
     */
    public function forgetIdentifier(string $identifier): void
    {
    }

    public function getItems(string $identifier, string $instance): array
    {
        return KeptValue::lines($this->cache->get("{$this->cart($identifier, $instance)}.items"));
    }

    public function getConditions(string $identifier, string $instance): array
    {
        return KeptValue::lines($this->cache->get("{$this->cart($identifier, $instance)}.conditions"));
    }

    public function putItems(string $identifier, string $instance, array $items): void
    {
        $this->put($identifier, $instance, ['items' => $items]);
    }

    public function putConditions(string $identifier, string $instance, array $conditions): void
    {
        $this->put($identifier, $instance, ['conditions' => $conditions]);
    }

    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void
    {
        $this->put($identifier, $instance, ['items' => $items, 'conditions' => $conditions]);
    }

    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void
    {
        // First the list: if its lock cannot be had, nothing may have been stored.
        $this->metadata?->remember($this->cart($identifier, $instance), $key, $this->ttl);
        $this->put($identifier, $instance, ["metadata.{$key}" => $value]);
    }

    public function getMetadata(string $identifier, string $instance, string $key): mixed
    {
        return $this->cache->get("{$this->cart($identifier, $instance)}.metadata.{$key}");
    }

    /**
     * Moves a cart, its metadata with it, to another identifier, in the place of the cart there.
     */
    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool
    {
        if ($oldIdentifier === $newIdentifier) {
            return $this->has($oldIdentifier, $instance);
        }

        // Two swaps of the same two carts, each the other way, must not wait for each other.
        [$first, $second] = strcmp($oldIdentifier, $newIdentifier) < 0
            ? [$oldIdentifier, $newIdentifier]
            : [$newIdentifier, $oldIdentifier];
        $parts = ['items', 'conditions', 'metadata'];
        $move = fn (): bool => $this->move($oldIdentifier, $newIdentifier, $instance);

        return $this->locked(
            $first,
            $instance,
            $parts,
            fn (): bool => $this->locked($second, $instance, $parts, $move),
        );
    }

    private function move(string $oldIdentifier, string $newIdentifier, string $instance): bool
    {
        if (! $this->has($oldIdentifier, $instance)) {
            return false;
        }

        [$old, $new] = [$this->cart($oldIdentifier, $instance), $this->cart($newIdentifier, $instance)];
        $items = $this->getItems($oldIdentifier, $instance);
        $conditions = $this->getConditions($oldIdentifier, $instance);
        $metadata = [];

        foreach ($this->metadata?->keys($old) ?? [] as $key) {
            $metadata[$key] = $this->getMetadata($oldIdentifier, $instance, $key);
        }

        $this->forgetMetadata($new);
        $this->putBoth($newIdentifier, $instance, $items, $conditions);

        foreach ($metadata as $key => $value) {
            $this->putMetadata($newIdentifier, $instance, (string) $key, $value);
        }

        $this->forget($oldIdentifier, $instance);

        return true;
    }

    /**
     * @param array<string, mixed> $parts values by part
     */
    private function put(string $identifier, string $instance, array $parts): void
    {
        $cart = $this->cart($identifier, $instance);
        $names = array_map(
            static fn (string $part): string => self::lockName("{$cart}.{$part}"),
            array_keys($parts),
        );

        $this->locked($identifier, $instance, array_keys($parts), function () use ($cart, $parts, $names): void {
            foreach ($parts as $part => $value) {
                $this->locks?->check($names);
                $this->cache->put("{$cart}.{$part}", $value, $this->ttl);
            }
        });
    }

    private function forgetMetadata(string $cart): void
    {
        foreach ($this->metadata?->keys($cart) ?? [] as $key) {
            $this->cache->forget("{$cart}.metadata.{$key}");
        }

        $this->metadata?->forget($cart);
    }

    /**
     * @return list<string>
     */
    private function metadataLocks(string $cart): array
    {
        $keys = $this->metadata?->keys($cart) ?? [];
        sort($keys);

        return array_map(static fn (string $key): string => self::lockName("{$cart}.metadata.{$key}"), $keys);
    }

    private function cart(string $identifier, string $instance): string
    {
        return "{$this->keyPrefix}.{$identifier}.{$instance}";
    }

    private static function lockName(string $key): string
    {
        return "lock.{$key}";
    }
}
