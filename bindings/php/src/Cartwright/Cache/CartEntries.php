<?php

declare(strict_types=1);

namespace Cartwright\Cache;

use Closure;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\DatabaseStore;
use Illuminate\Contracts\Cache\Store;

/**
 * All entries of carts in a store, which is to say: those whose key begins with the carts' prefix. Laravel's contract of
 * a store has no way to list entries; these are the stores that can be asked nevertheless.
 *
 * @internal
 */
final class CartEntries
{
    public static function canBeListed(Store $store): bool
    {
        return $store instanceof ArrayStore || $store instanceof DatabaseStore;
    }

    public static function forget(Store $store, string $prefix): void
    {
        $stores = $store->getPrefix();

        foreach (self::keys($store, "{$stores}{$prefix}.") as $key) {
            $store->forget(substr($key, strlen($stores)));
        }
    }

    /**
     * @return list<string>
     */
    private static function keys(Store $store, string $begin): array
    {
        // Neither shows its entries by itself.
        $ask = $store instanceof DatabaseStore
            ? fn (): array => $this->table()->where('key', 'like', "{$begin}%")->pluck('key')->all()
            : fn (): array => array_keys($this->storage);
        $keys = array_map(strval(...), Closure::bind($ask, $store, $store::class)());

        // LIKE takes the _ of a prefix for any character, and some databases a small letter for a capital.
        return array_values(array_filter($keys, static fn (string $key): bool => str_starts_with($key, $begin)));
    }
}
