<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Illuminate\Database\Eloquent\Model;

/**
 * A category was changed: created, updated, deleted, moved to another position.
 */
final class CategoryUpdated extends ShopDataUpdated
{
    /** The id of the category. */
    public readonly int|string $category;

    public function __construct(Model|int|string $category, string $action = 'updated', ?string $changeId = null)
    {
        parent::__construct($category, $action, $changeId);
        $this->category = $this->subject;
    }
}
