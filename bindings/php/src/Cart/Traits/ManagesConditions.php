<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;

/**
 * Discounts, taxes, fees and shipping on the cart.
 */
trait ManagesConditions
{
    /**
     * Puts a condition, or several, on the cart; one of the same name is replaced in its place.
     *
     * @param CartCondition|array<array-key, CartCondition> $condition
     */
    public function addCondition(CartCondition|array $condition): static
    {
        $conditions = [];
        $refusal = null;

        foreach (is_array($condition) ? $condition : [$condition] as $one) {
            if (! $one instanceof CartCondition) {
                // Those before it stay, as they would if each were a call of its own.
                $refusal = new InvalidCartConditionException('Condition must be an instance of CartCondition');

                break;
            }

            $conditions[] = $one;
        }

        $added = $this->held()->addConditions(...$conditions);

        foreach (array_slice($conditions, 0, $added->count) as $one) {
            $this->dispatch(new CartConditionAdded($one, $this));
        }

        $refusal = $added->refusal ?? $refusal;

        return $refusal === null ? $this : throw $refusal;
    }

    public function getConditions(): CartConditionCollection
    {
        $conditions = new CartConditionCollection();

        foreach ($this->held()->conditions() as $stored) {
            $conditions->addCondition(CartCondition::fromStored($stored));
        }

        return $conditions;
    }

    public function getCondition(string $name): ?CartCondition
    {
        return $this->getConditions()->getCondition($name);
    }

    public function removeCondition(string $name): bool
    {
        $removed = $this->held()->removeCondition($name);

        if ($removed === null) {
            return false;
        }

        $this->dispatch(new CartConditionRemoved(CartCondition::fromStored($removed), $this));

        return true;
    }
}
