<?php

declare(strict_types=1);

namespace Cartwright\Versions\Invalidation;

use Closure;
use Illuminate\Contracts\Cache\Repository;

/**
 * What the application keeps under names and tags of its own, without versions. To forget it is tidiness where versions are used,
 * and all there is where they are not.
 *
 * @internal
 */
final readonly class NamedKeys
{
    /**
     * @param Closure(): Repository $cache
     */
    public function __construct(private Closure $cache)
    {
    }

    public function forget(Invalidated $what): void
    {
        $cache = ($this->cache)();
        $what->keys === [] || $cache->deleteMultiple($what->keys);

        // Some stores have no tags.
        if ($what->tags !== [] && $cache->supportsTags()) {
            $cache->tags($what->tags)->flush();
        }
    }
}
