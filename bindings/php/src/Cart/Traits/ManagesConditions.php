<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Native\NativeCart;
use Cartwright\Storage\ConditionAddition;
use Cartwright\Storage\StoredText;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use Throwable;

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
        $added = [];
        $texts = [];
        $refusal = null;

        foreach (is_array($condition) ? $condition : [$condition] as $one) {
            try {
                $texts[] = $one instanceof CartCondition
                    ? ConditionAddition::forEngine($one)
                    : throw new InvalidCartConditionException('Condition must be an instance of CartCondition');
                $added[] = $one;
            } catch (Throwable $refusal) {
                // Those before it stay, as they would if each were a call of its own.
                break;
            }
        }

        if ($added !== []) {
            $this->resident()->change(static function (NativeCart $cart) use ($texts): void {
                foreach ($texts as $text) {
                    $cart->addCondition($text);
                }
            });
        }

        foreach ($added as $one) {
            $this->dispatch(new CartConditionAdded($one, $this));
        }

        return $refusal === null ? $this : throw $refusal;
    }

    public function getConditions(): CartConditionCollection
    {
        $conditions = new CartConditionCollection();

        foreach ($this->resident()->read(static fn (NativeCart $cart): array => $cart->conditions()) as $stored) {
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
        if (! StoredText::canHold($name)) {
            return false;
        }

        $removed = $this->resident()->change(static fn (NativeCart $cart): ?array => $cart->removeCondition($name));

        if ($removed === null) {
            return false;
        }

        $this->dispatch(new CartConditionRemoved(CartCondition::fromStored($removed), $this));

        return true;
    }
}
