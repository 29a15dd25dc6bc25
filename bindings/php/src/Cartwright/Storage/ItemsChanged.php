<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Native\ConditionChange;
use Cartwright\Native\ItemChange;
use Throwable;

/**
 * What a change of items came to.
 *
 * @internal
 */
final readonly class ItemsChanged
{
    /**
     * @param list<ItemChange> $items one for each item that was changed, in order
     * @param Throwable|null $refusal why the next one was refused; those before it are stored
     * @param list<ConditionChange> $byRules what stored rules have put on or taken off in the same step
     */
    public function __construct(
        public array $items = [],
        public ?Throwable $refusal = null,
        public array $byRules = [],
    ) {
    }

    /**
     * The one item that was to be changed; null if it is not there.
     */
    public function item(): ?ItemChange
    {
        return $this->items[0] ?? null;
    }
}
