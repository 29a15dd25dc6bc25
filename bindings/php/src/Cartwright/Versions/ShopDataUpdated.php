<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Support\Str;
use InvalidArgumentException;

/**
 * Something of the shop's data was changed. It carries the id of what was changed and never a model, which would be old by the time
 * that a queue delivers it, or gone.
 */
abstract class ShopDataUpdated
{
    /** The id of what was changed. */
    public readonly int|string $subject;

    /** What was done: `created`, `updated`, `deleted`, `stock_updated`, `position_updated` or another word. */
    public readonly string $action;

    /** The id of the change: whoever is told of it again counts it once. */
    public readonly string $changeId;

    public function __construct(Model|int|string $subject, string $action = 'updated', ?string $changeId = null)
    {
        $subject = $subject instanceof Model ? $subject->getKey() : $subject;
        $this->subject = $subject ?? throw new InvalidArgumentException(
            'A model that was never stored has no id that others could know it by; tell of it after it was saved',
        );
        $this->action = $action;
        $this->changeId = $changeId ?? (string) Str::uuid();
    }
}
