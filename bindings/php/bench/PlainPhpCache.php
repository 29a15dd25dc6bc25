<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Illuminate\Contracts\Cache\LockProvider;
use Illuminate\Contracts\Cache\Repository;

/**
 * Arrays in a cache, an entry for each part; with locking, a lock around each put, as the original takes it where its
 * lock works.
 */
final readonly class PlainPhpCache implements PlainPhpStorage
{
    private const SECONDS = 86400;
    private const LOCK_SECONDS = 5;

    public function __construct(
        private Repository $cache,
        private string $identifier,
        private bool $useLocking = false,
    ) {
    }

    public function get(string $part): array
    {
        return $this->cache->get("cart.{$this->identifier}.default.{$part}", []);
    }

    public function put(string $part, array $data): void
    {
        $key = "cart.{$this->identifier}.default.{$part}";
        $put = fn (): bool => $this->cache->put($key, $data, self::SECONDS);
        $store = $this->cache->getStore();

        $this->useLocking && $store instanceof LockProvider
            ? $store->lock("lock.{$key}", self::LOCK_SECONDS)->block(self::LOCK_SECONDS, $put)
            : $put();
    }
}
