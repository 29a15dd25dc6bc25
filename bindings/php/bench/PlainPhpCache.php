<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Illuminate\Contracts\Cache\Repository;

/**
 * Arrays in a cache, an entry for each part.
 */
final readonly class PlainPhpCache implements PlainPhpStorage
{
    private const SECONDS = 86400;

    public function __construct(private Repository $cache, private string $identifier)
    {
    }

    public function get(string $part): array
    {
        return $this->cache->get("cart.{$this->identifier}.default.{$part}", []);
    }

    public function put(string $part, array $data): void
    {
        $this->cache->put("cart.{$this->identifier}.default.{$part}", $data, self::SECONDS);
    }
}
