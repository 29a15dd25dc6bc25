<?php

declare(strict_types=1);

namespace App;

use App\Models\Product;
use Cartwright\Versions\VersionedCache;
use Illuminate\Database\Eloquent\Collection;

/**
 * What is on the shelf, loaded once for all customers until one of the products is changed.
 */
final readonly class Shelf
{
    private const SECONDS = 3600;

    public function __construct(private VersionedCache $cache)
    {
    }

    /**
     * The cache keeps rows, not models: they can be read again after the class has changed.
     *
     * @return Collection<int, Product>
     */
    public function products(): Collection
    {
        return Product::hydrate($this->cache->remember('shelf', 'products', self::SECONDS, static fn (): array
            => Product::query()->orderBy('price')->toBase()->get()->map(static fn (object $row): array => (array) $row)->all()));
    }
}
