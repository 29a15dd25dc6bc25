<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\Shelves;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\StorageInterface;

final class CartOnLockedFileCacheTest extends CartOnAnyStorage
{
    use WithoutItemLimit;

    private const TEN_YEARS = 10 * 365 * 86400;

    private Directory $directory;

    protected function makeStorage(): StorageInterface
    {
        $this->directory = new Directory();

        // Tests that set the clock go a year ahead.
        return new CacheStorage(
            Shelves::fileCache($this->directory->path),
            ttl: self::TEN_YEARS,
            useLocking: true,
        );
    }
}
