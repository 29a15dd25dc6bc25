<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Native\NativeCart;
use Cartwright\Storage\StoredText;
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
        $added = [];
        $wrong = null;

        foreach (is_array($condition) ? $condition : [$condition] as $one) {
            if (! $one instanceof CartCondition) {
                // Those before it stay, as they would if each were a call of its own.
                $wrong = new InvalidCartConditionException('Condition must be an instance of CartCondition');

                break;
            }

            $added[] = $one;
        }

        if ($added !== []) {
            $this->resident()->change(static function (NativeCart $cart) use ($added): void {
                foreach ($added as $one) {
                    $cart->addCondition(
                        $one->getName(),
                        $one->getType(),
                        $one->getTarget(),
                        $one->getValue(),
                        StoredText::of($one->getAttributes(), 'conditions'),
                        $one->getOrder(),
                        StoredText::ofRules($one->getRules()),
                    );
                }
            });
        }

        foreach ($added as $one) {
            $this->dispatch(new CartConditionAdded($one, $this));
        }

        return $wrong === null ? $this : throw $wrong;
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
        $removed = $this->resident()->change(static fn (NativeCart $cart): ?array => $cart->removeCondition($name));

        if ($removed === null) {
            return false;
        }

        $this->dispatch(new CartConditionRemoved(CartCondition::fromStored($removed), $this));

        return true;
    }
}
