<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Repository;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The same vectors, as calls of a Cart in a cache: what a session keeps as values, and locks around each change.
 */
final class CartVectorsOnCacheTest extends CartVectorsOnSessionTest
{
    private const A_HUNDRED_YEARS = 100 * 365 * 86400;

    protected function makeStorage(): StorageInterface
    {
        // Tests that set the clock go years ahead.
        return new CacheStorage(new Repository(new ArrayStore(true)), ttl: self::A_HUNDRED_YEARS, useLocking: true);
    }
}
