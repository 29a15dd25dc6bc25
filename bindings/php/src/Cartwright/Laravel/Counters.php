<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Contracts\Cache\Repository;

/**
 * Counters in a cache. Two requests that count at once are both counted, where the store can do that.
 *
 * @internal
 */
final class Counters
{
    public const PREFIX = 'cart_metrics:';

    /** @var array<string, true> those that this process knows to be there */
    private array $known = [];

    public function __construct(private readonly Repository $cache)
    {
    }

    public function isIn(Repository $cache): bool
    {
        return $this->cache === $cache;
    }

    /**
     * @param int|null $seconds how long a new counter is kept; null for ever
     */
    public function increment(string $name, ?int $seconds = null): void
    {
        $key = self::PREFIX . $name;

        if (! isset($this->known[$key])) {
            // Some stores do not count what is not there, and none gives a new counter an end.
            $this->cache->add($key, 0, $seconds);
            $this->known = count($this->known) < 100 ? $this->known + [$key => true] : [$key => true];
        }

        if ($this->cache->increment($key) === false) {
            $this->cache->put($key, 1, $seconds);
        }
    }

    public function count(string $name): int
    {
        return (int) $this->cache->get(self::PREFIX . $name, 0);
    }

    public function get(string $name): mixed
    {
        return $this->cache->get(self::PREFIX . $name);
    }

    public function put(string $name, mixed $value, ?int $seconds = null): void
    {
        $this->cache->put(self::PREFIX . $name, $value, $seconds);
    }

    public function forget(string $name): void
    {
        $this->cache->forget(self::PREFIX . $name);
        unset($this->known[self::PREFIX . $name]);
    }
}
