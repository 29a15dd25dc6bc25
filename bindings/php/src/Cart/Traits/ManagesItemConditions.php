<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\ItemConditionAdded;
use MasyukAI\Cart\Events\ItemConditionRemoved;

/**
 * Conditions on single items. What target they have is not looked at.
 *
 * @internal
 */
trait ManagesItemConditions
{
    /**
     * Puts a condition on an item, in the place of one of the same name.
     *
     * @return bool whether the item is there
     */
    public function addItemCondition(string $itemId, CartCondition $condition): bool
    {
        if (! $this->held()->addItemCondition($itemId, $condition)) {
            return false;
        }

        $this->dispatch(new ItemConditionAdded($condition, $this, $itemId));

        return true;
    }

    /**
     * Takes a condition off an item; whether there was one.
     *
     * @return bool whether the item is there and had the condition
     */
    public function removeItemCondition(string $itemId, string $conditionName): bool
    {
        $removed = $this->held()->removeItemCondition($itemId, $conditionName);

        if ($removed === null) {
            return false;
        }

        $this->dispatch(new ItemConditionRemoved(CartCondition::fromStored($removed), $this, $itemId));

        return true;
    }

    /**
     * Takes all conditions off an item. Nothing is announced, as in the original.
     *
     * @return bool whether the item is there
     */
    public function clearItemConditions(string $itemId): bool
    {
        return $this->held()->clearItemConditions($itemId);
    }
}
