<?php

declare(strict_types=1);

namespace Cartwright\Cache;

use Illuminate\Cache\Repository;
use Illuminate\Cache\RetrievesMultipleKeys;
use Illuminate\Cache\TaggedCache;
use Illuminate\Contracts\Cache\Repository as RepositoryContract;
use Illuminate\Contracts\Cache\Store;
use ReflectionMethod;

/**
 * What is behind a cache, if it is Laravel's own: its store can more than the contract offers.
 *
 * Applications test their code with a stand-in for the cache, which knows the calls of the original and refuses others.
 * A stand-in has a getStore() of its own; that is how it is told from a cache.
 *
 * @internal
 */
final readonly class RealCache
{
    private function __construct(public Repository $cache, public Store $store)
    {
    }

    public static function behind(RepositoryContract $cache): ?self
    {
        return $cache instanceof Repository
            && (new ReflectionMethod($cache, 'getStore'))->getDeclaringClass()->getName() === Repository::class
            ? new self($cache, $cache->getStore())
            : null;
    }

    /**
     * Whether it asks its store for several entries at once, which over a network is one way instead of several. Most
     * stores in this machine are asked for one after the other, and a cache with tags forgets them there.
     */
    public function fetchesMany(): bool
    {
        return ! $this->cache instanceof TaggedCache
            && (new ReflectionMethod($this->store, 'many'))->getFileName()
                !== (new ReflectionMethod(RetrievesMultipleKeys::class, 'many'))->getFileName();
    }
}
