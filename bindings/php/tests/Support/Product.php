<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Versions\ProductUpdated;
use Cartwright\Versions\ShopDataUpdated;
use Cartwright\Versions\VersionsData;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use Illuminate\Database\Eloquent\SoftDeletes;

/**
 * A product of a shop, whose changes raise versions.
 *
 * @property int $id
 * @property int $price
 * @property int $stock
 */
final class Product extends Model
{
    use SoftDeletes;
    use VersionsData;

    public $timestamps = false;

    /** Whether a change is told by an event, too. */
    public static bool $isTold = false;

    protected $connection = 'data';

    protected $guarded = [];

    public function dataVersionEvent(string $action): ?ShopDataUpdated
    {
        return self::$isTold
            ? new ProductUpdated($this, $action === 'updated' && $this->wasChanged('stock') ? 'stock_updated' : $action)
            : null;
    }

    /**
     * @return BelongsToMany<self, $this>
     */
    public function related(): BelongsToMany
    {
        return $this->belongsToMany(self::class, 'related_products', 'product_id', 'related_id');
    }
}
