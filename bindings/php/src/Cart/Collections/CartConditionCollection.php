<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Collections;

use Akaunting\Money\Money;
use Cartwright\Money\CartMoney;
use Cartwright\Native\Library;
use Illuminate\Support\Collection;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Conditions, keyed by their name, in the order in which they were added.
 *
 * @extends Collection<string, CartCondition>
 */
class CartConditionCollection extends Collection
{
    /**
     * Objects and arrays, keyed by the condition's name; anything else is left out.
     *
     * @param array<array-key, mixed> $conditions
     */
    public static function fromArray(array $conditions): static
    {
        $collection = new static();

        foreach ($conditions as $condition) {
            if (is_array($condition)) {
                $condition = CartCondition::fromArray($condition);
            }

            if ($condition instanceof CartCondition) {
                $collection->addCondition($condition);
            }
        }

        return $collection;
    }

    /**
     * Puts a condition into this collection, not on a cart.
     */
    public function addCondition(CartCondition $condition): static
    {
        $this->items[$condition->getName()] = $condition;

        return $this;
    }

    /**
     * Takes a condition out of this collection, not off a cart.
     */
    public function removeCondition(string $name): static
    {
        unset($this->items[$name]);

        return $this;
    }

    /**
     * The condition of this name.
     */
    public function getCondition(string $name): ?CartCondition
    {
        return $this->items[$name] ?? null;
    }

    /**
     * Whether a condition of this name is in the collection.
     */
    public function hasCondition(string $name): bool
    {
        return isset($this->items[$name]);
    }

    /**
     * Those of a type.
     */
    public function byType(string $type): static
    {
        return $this->filter(static fn (CartCondition $condition): bool => $condition->getType() === $type);
    }

    /**
     * Those on a target.
     */
    public function byTarget(string $target): static
    {
        return $this->filter(static fn (CartCondition $condition): bool => $condition->getTarget() === $target);
    }

    /**
     * Those of exactly this value: the text `-1` is not the number -1.0.
     */
    public function byValue(string|float $value): static
    {
        return $this->filter(static fn (CartCondition $condition): bool => $condition->getValue() === $value);
    }

    /**
     * Those that take something off.
     */
    public function discounts(): static
    {
        return $this->filter(static fn (CartCondition $condition): bool => $condition->isDiscount());
    }

    /**
     * Those that add something.
     */
    public function charges(): static
    {
        return $this->filter(static fn (CartCondition $condition): bool => $condition->isCharge());
    }

    /**
     * Those of so many percent.
     */
    public function percentages(): static
    {
        return $this->filter(static fn (CartCondition $condition): bool => $condition->isPercentage());
    }

    /**
     * Whether any takes something off.
     */
    public function hasDiscounts(): bool
    {
        return $this->contains(static fn (CartCondition $condition): bool => $condition->isDiscount());
    }

    /**
     * Whether any adds something.
     */
    public function hasCharges(): bool
    {
        return $this->contains(static fn (CartCondition $condition): bool => $condition->isCharge());
    }

    /**
     * By the conditions' own order; those of the same order stay as they were added.
     */
    public function sortByOrder(): static
    {
        return $this->sortBy(static fn (CartCondition $condition): int => $condition->getOrder());
    }

    /**
     * The value with all conditions on it, one after the other by their order.
     */
    public function applyAll(float $value): Money
    {
        if ($this->items !== []) {
            $values = $this->sortByOrder()->conditionValues();
            $value = (float) Library::instance()->itemAmounts($value, 1, $values)->price;
        }

        return CartMoney::of($value, 'MYR');
    }

    /**
     * What the discounts take off, each on the full base; positive.
     */
    public function getTotalDiscount(float $baseValue): float
    {
        return self::sumOfEffects($this->discounts(), $baseValue);
    }

    /**
     * What the charges add, each on the full base.
     */
    public function getTotalCharges(float $baseValue): float
    {
        return self::sumOfEffects($this->charges(), $baseValue);
    }

    private static function sumOfEffects(self $conditions, float $baseValue): float
    {
        return Library::instance()->sum(array_values(array_map(
            static fn (CartCondition $condition): float => abs($condition->getCalculatedValue($baseValue)),
            $conditions->items,
        )));
    }

    /**
     * The values alone, in the order of the collection: what the engine computes with.
     *
     * @internal
     *
     * @return list<string|float>
     */
    public function conditionValues(): array
    {
        $values = [];

        foreach ($this->items as $condition) {
            $values[] = $condition->getValue();
        }

        return $values;
    }

    /**
     * Counts, and for a base above 0 what the conditions make of it, in the unit of the base.
     *
     * @return array<string, int|float>
     */
    public function getSummary(float $baseValue = 0): array
    {
        $hasBase = $baseValue > 0;

        return [
            'total_conditions' => $this->count(),
            'discounts' => $this->discounts()->count(),
            'charges' => $this->charges()->count(),
            'percentages' => $this->percentages()->count(),
            'total_discount_amount' => $hasBase ? $this->getTotalDiscount($baseValue) : 0,
            'total_charges_amount' => $hasBase ? $this->getTotalCharges($baseValue) : 0,
            'net_adjustment' => $hasBase
                ? Library::instance()->subtract($this->applyAll($baseValue)->getAmount(), $baseValue)
                : 0,
        ];
    }

    /**
     * The conditions with what each makes of the base, and the summary.
     *
     * @return array{conditions: array<string, array<string, mixed>>, summary: array<string, int|float>}
     */
    public function toDetailedArray(float $baseValue = 0): array
    {
        return [
            'conditions' => array_map(
                static fn (CartCondition $condition): array => [
                    ...$condition->toArray(),
                    'calculated_value' => $condition->getCalculatedValue($baseValue),
                ],
                $this->items,
            ),
            'summary' => $this->getSummary($baseValue),
        ];
    }

    /**
     * Collections of conditions, by type.
     *
     * @return Collection<string, static>
     */
    public function groupByType(): Collection
    {
        return $this->groupBy(static fn (CartCondition $condition): string => $condition->getType());
    }

    /**
     * Collections of conditions, by target.
     *
     * @return Collection<string, static>
     */
    public function groupByTarget(): Collection
    {
        return $this->groupBy(static fn (CartCondition $condition): string => $condition->getTarget());
    }

    /**
     * Those that have the attribute; with a value: exactly this value.
     */
    public function withAttribute(string $key, mixed $value = null): static
    {
        return $this->filter(static fn (CartCondition $condition): bool => $value === null
            ? $condition->hasAttribute($key)
            : $condition->getAttribute($key) === $value);
    }

    /**
     * The first whose attribute has exactly this value; a missing attribute counts as null.
     */
    public function findByAttribute(string $key, mixed $value): ?CartCondition
    {
        return $this->first(static fn (CartCondition $condition): bool => $condition->getAttribute($key) === $value);
    }

    /**
     * A new collection without the conditions of this type.
     */
    public function removeByType(string $type): static
    {
        return $this->reject(static fn (CartCondition $condition): bool => $condition->getType() === $type);
    }

    /**
     * A new collection without the conditions on this target.
     */
    public function removeByTarget(string $target): static
    {
        return $this->reject(static fn (CartCondition $condition): bool => $condition->getTarget() === $target);
    }
}
