<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Native\Abi;
use Cartwright\Native\ConditionChange;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Events\ItemConditionAdded;
use MasyukAI\Cart\Events\ItemConditionRemoved;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;

/**
 * Discounts, taxes, fees and shipping on the cart, and what is on single items.
 */
trait ManagesConditions
{
    use ManagesItemConditions;
    use ManagesShipping;

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

    /**
     * The cart's own conditions by name; those of its items are theirs.
     */
    public function getConditions(): CartConditionCollection
    {
        $conditions = new CartConditionCollection();

        foreach ($this->held()->conditions() as $stored) {
            $conditions->addCondition(CartCondition::fromStored($stored));
        }

        return $conditions;
    }

    /**
     * The cart's own condition of this name.
     */
    public function getCondition(string $name): ?CartCondition
    {
        return $this->getConditions()->getCondition($name);
    }

    /**
     * Takes a condition off the cart; whether there was one.
     */
    public function removeCondition(string $name): bool
    {
        $removed = $this->held()->removeCondition($name);

        if ($removed === null) {
            return false;
        }

        $this->dispatch(new CartConditionRemoved(CartCondition::fromStored($removed), $this));

        return true;
    }

    /**
     * Takes all conditions off the cart. Nothing is announced, as in the original.
     */
    public function clearConditions(): bool
    {
        $this->held()->clearConditions();

        return true;
    }

    /**
     * The cart's own conditions of a type.
     */
    public function getConditionsByType(string $type): CartConditionCollection
    {
        return $this->getConditions()->byType($type);
    }

    /**
     * Takes all conditions of a type off the cart. Nothing is announced, as in the original.
     *
     * @return bool whether there was one
     */
    public function removeConditionsByType(string $type): bool
    {
        return $this->held()->removeConditionsByType($type);
    }

    /**
     * Puts a discount on the cart; `10%` takes ten percent off, as `-10%` does.
     *
     * @param string $value what is taken off, such as `10%` or `5`; a minus is put before it
     */
    public function addDiscount(string $name, string $value, string $target = 'subtotal'): static
    {
        $value = str_starts_with($value, '-') ? $value : "-{$value}";

        return $this->addCondition(new CartCondition($name, 'discount', $target, $value));
    }

    /**
     * Puts a tax on the cart.
     */
    public function addTax(string $name, string $value, string $target = 'subtotal'): static
    {
        return $this->addCondition(new CartCondition($name, 'tax', $target, $value));
    }

    /**
     * Puts a fee on the cart.
     */
    public function addFee(string $name, string $value, string $target = 'total'): static
    {
        return $this->addCondition(new CartCondition($name, 'fee', $target, $value));
    }

    /**
     * Says what became of conditions, on the cart and on items.
     *
     * @param list<ConditionChange> $changes
     */
    private function announce(array $changes): void
    {
        foreach ($changes as $change) {
            $condition = CartCondition::fromStored($change->condition);
            $this->dispatch(match ($change->kind) {
                Abi::CHANGE_CONDITION_ADDED => new CartConditionAdded($condition, $this),
                Abi::CHANGE_CONDITION_REMOVED => new CartConditionRemoved($condition, $this),
                Abi::CHANGE_ITEM_CONDITION_ADDED => new ItemConditionAdded($condition, $this, (string) $change->itemId),
                Abi::CHANGE_ITEM_CONDITION_REMOVED => new ItemConditionRemoved(
                    $condition,
                    $this,
                    (string) $change->itemId,
                ),
            });
        }
    }
}
