<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Collections\Traits;

use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;

/**
 * Some of the items, by what they are. Keys are kept.
 */
trait FiltersItems
{
    /**
     * Those with a condition of this name.
     */
    public function filterByCondition(string $conditionName): static
    {
        return $this->filter(static fn (CartItem $item): bool => $item->hasCondition($conditionName));
    }

    /**
     * Those with a condition of this type.
     */
    public function filterByConditionType(string $type): static
    {
        return $this->filterByAnyCondition(
            static fn (CartCondition $condition): bool => $condition->getType() === $type,
        );
    }

    /**
     * Those with a condition on this target.
     */
    public function filterByConditionTarget(string $target): static
    {
        return $this->filterByAnyCondition(
            static fn (CartCondition $condition): bool => $condition->getTarget() === $target,
        );
    }

    /**
     * By exactly this value: the text `-1` is not the number -1.0.
     */
    public function filterByConditionValue(string|float $value): static
    {
        return $this->filterByAnyCondition(
            static fn (CartCondition $condition): bool => $condition->getValue() === $value,
        );
    }

    /**
     * Those that have the attribute; with a value: exactly this value.
     */
    public function filterByAttribute(string $attribute, mixed $value = null): static
    {
        return $this->filter(static fn (CartItem $item): bool => $value === null
            ? $item->hasAttribute($attribute)
            : $item->getAttribute($attribute) === $value);
    }

    /**
     * Those of a model: an object of the class, or its exact name.
     */
    public function filterByModel(string $modelClass): static
    {
        return $this->filter(static fn (CartItem $item): bool => $item->isAssociatedWith($modelClass));
    }

    /**
     * The same as filterByModel().
     */
    public function whereModel(string $modelClass): static
    {
        return $this->filterByModel($modelClass);
    }

    /**
     * Those whose name contains the text, in upper or lower case (ASCII letters).
     */
    public function searchByName(string $query): static
    {
        return $this->filter(
            static fn (CartItem $item): bool => str_contains(strtolower($item->name), strtolower($query)),
        );
    }

    /**
     * Those of which there are more than this.
     */
    public function whereQuantityGreaterThan(int $quantity): static
    {
        return $this->filter(static fn (CartItem $item): bool => $item->quantity > $quantity);
    }

    /**
     * The same as whereQuantityGreaterThan().
     */
    public function whereQuantityAbove(int $quantity): static
    {
        return $this->whereQuantityGreaterThan($quantity);
    }

    /**
     * Those of which there are fewer than this.
     */
    public function whereQuantityLessThan(int $quantity): static
    {
        return $this->filter(static fn (CartItem $item): bool => $item->quantity < $quantity);
    }

    /**
     * By the price without conditions, both ends included.
     */
    public function wherePriceBetween(float $min, float $max): static
    {
        return $this->filter(static fn (CartItem $item): bool => $item->price >= $min && $item->price <= $max);
    }

    /**
     * @param callable(CartCondition): bool $matches
     */
    private function filterByAnyCondition(callable $matches): static
    {
        return $this->filter(static fn (CartItem $item): bool => $item->conditions->contains($matches));
    }
}
