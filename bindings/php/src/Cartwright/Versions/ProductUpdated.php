<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Illuminate\Database\Eloquent\Model;

/**
 * A product was changed: created, updated, deleted, its stock moved.
 */
final class ProductUpdated extends ShopDataUpdated
{
    /** The id of the product. */
    public readonly int|string $product;

    public function __construct(Model|int|string $product, string $action = 'updated', ?string $changeId = null)
    {
        parent::__construct($product, $action, $changeId);
        $this->product = $this->subject;
    }
}
