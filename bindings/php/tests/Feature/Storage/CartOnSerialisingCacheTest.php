<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Repository;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * No array that is read is the one that was put, so each call gives the engine the cart anew.
 */
final class CartOnSerialisingCacheTest extends CartOnAnyStorage
{
    use WithoutItemLimit;

    private const TEN_YEARS = 10 * 365 * 86400;

    protected function makeStorage(): StorageInterface
    {
        // Tests that set the clock go a year ahead.
        return new CacheStorage(new Repository(new ArrayStore(true)), ttl: self::TEN_YEARS);
    }
}
