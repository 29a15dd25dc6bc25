<?php

declare(strict_types=1);

namespace Cartwright\Versions\Facades;

use Cartwright\Versions\Testing\VersionedCacheFake;
use Cartwright\Versions\VersionedCache as Cache;
use Illuminate\Support\Facades\Facade;

/**
 * A cache that is never older than what was committed.
 *
 * @method static mixed remember(string $key, array|string $tags, \DateTimeInterface|\DateInterval|array|int $ttl, \Closure $callback)
 * @method static mixed flexible(string $key, array|string $tags, array $ttl, \Closure $callback)
 * @method static array rememberMany(array $keys, array|string $tags, \DateTimeInterface|\DateInterval|array|int $ttl, \Closure $callback)
 * @method static bool forget(string $key, array|string $tags = [])
 * @method static void clear(?string $who = null)
 *
 * @see Cache
 */
class VersionedCache extends Facade
{
    /**
     * A cache of this test's own, which says what was asked of it.
     */
    public static function fake(): VersionedCacheFake
    {
        $fake = VersionedCacheFake::in(static::getFacadeApplication());
        static::swap($fake);

        return $fake;
    }

    protected static function getFacadeAccessor(): string
    {
        return Cache::class;
    }
}
