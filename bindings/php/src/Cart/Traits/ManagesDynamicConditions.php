<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Conditions\DeclaredRules;
use InvalidArgumentException;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Conditions that come and go by their rules, whenever items change.
 *
 * Rules that are callables live as long as this object: nothing can store them. Rules that are values (`docs/rules.md`)
 * are stored with the cart, and judged by the engine in the step that changes an item.
 *
 * Either way only what rules have put on is taken off by rules.
 */
trait ManagesDynamicConditions
{
    /** Those with callables, and those with stored rules as far as somebody has asked for them. */
    protected ?CartConditionCollection $dynamicConditions = null;

    /**
     * Has a condition put on and taken off by its rules from now on. One of the same name is replaced.
     *
     * @throws InvalidArgumentException if it has no rules, or stored rules that are none
     */
    public function registerDynamicCondition(CartCondition $condition): static
    {
        if (! $condition->isDynamic()) {
            throw new InvalidArgumentException('Only dynamic conditions (with rules) can be registered.');
        }

        if (DeclaredRules::areThoseOf($condition)) {
            DeclaredRules::check($condition);
            $this->dynamicConditions?->removeCondition($condition->getName());
            $this->announce($this->held()->registerDynamic($condition));
        } else {
            $this->dynamic()->addCondition($condition);
        }

        $this->askCallables();

        return $this;
    }

    /**
     * The live collection. Those with stored rules are in it as they are stored now.
     */
    public function getDynamicConditions(): CartConditionCollection
    {
        $conditions = $this->dynamic();

        foreach ($conditions->filter(DeclaredRules::areThoseOf(...))->keys() as $name) {
            $conditions->forget($name);
        }

        foreach ($this->held()->dynamicConditions() as $stored) {
            $conditions->addCondition(CartCondition::fromArray($stored));
        }

        return $conditions;
    }

    /**
     * Has a condition no longer put on by rules, and takes it off the cart and its items where rules had put it on.
     */
    public function removeDynamicCondition(string $name): static
    {
        $this->dynamicConditions?->removeCondition($name);
        $this->announce($this->held()->unregisterDynamic($name));

        return $this;
    }

    /**
     * Puts on and takes off what rules say now. After items have changed it happens by itself; this is for rules that
     * look at something else, such as the time.
     */
    public function evaluateDynamicConditions(): void
    {
        $this->announce($this->held()->evaluate());
        $this->askCallables();
    }

    /**
     * Asks the rules that are callables, in the order of registration; each sees what those before it have done.
     */
    private function askCallables(): void
    {
        foreach ($this->dynamicConditions?->all() ?? [] as $condition) {
            if (! DeclaredRules::areThoseOf($condition)) {
                $applies = $condition->getTarget() === 'item'
                    ? $this->itemsThatFit($condition)
                    : $condition->shouldApply($this);
                $this->announce($this->held()->follow($condition, $applies));
            }
        }
    }

    /**
     * @return list<string> the ids of the items that a condition applies to
     */
    private function itemsThatFit(CartCondition $condition): array
    {
        $ids = [];

        foreach ($this->getItems() as $item) {
            if ($condition->shouldApply($this, $item)) {
                $ids[] = $item->id;
            }
        }

        return $ids;
    }

    private function dynamic(): CartConditionCollection
    {
        return $this->dynamicConditions ??= new CartConditionCollection();
    }
}
