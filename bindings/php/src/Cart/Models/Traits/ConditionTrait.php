<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Models\Traits;

use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * The conditions of an item. A change makes another item.
 */
trait ConditionTrait
{
    /**
     * The same item with one more condition.
     */
    public function addCondition(CartCondition $condition): static
    {
        return $this->copy(conditions: (clone $this->conditions)->addCondition($condition));
    }

    /**
     * The same item without a condition.
     */
    public function removeCondition(string $name): static
    {
        return $this->copy(conditions: (clone $this->conditions)->removeCondition($name));
    }

    /**
     * The same item without conditions.
     */
    public function clearConditions(): static
    {
        return $this->copy(conditions: new CartConditionCollection());
    }

    /**
     * Whether it has a condition of this name.
     */
    public function hasCondition(string $name): bool
    {
        return $this->conditions->hasCondition($name);
    }

    /**
     * Whether it has conditions.
     */
    public function hasConditions(): bool
    {
        return $this->conditions->isNotEmpty();
    }

    /**
     * Its condition of this name.
     */
    public function getCondition(string $name): ?CartCondition
    {
        return $this->conditions->getCondition($name);
    }

    /**
     * Its conditions, by name.
     */
    public function getConditions(): CartConditionCollection
    {
        return $this->conditions;
    }
}
