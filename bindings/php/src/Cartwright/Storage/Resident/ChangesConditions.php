<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

use Cartwright\Native\ConditionChange;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\ConditionAddition;
use Cartwright\Storage\ConditionsAdded;
use Cartwright\Storage\EngineText;
use Cartwright\Storage\StoredText;
use Closure;
use MasyukAI\Cart\Conditions\CartCondition;
use Throwable;

/**
 * Changes of the conditions of a cart in the engine, and of those of its items.
 *
 * @internal
 */
trait ChangesConditions
{
    abstract public function change(Closure $change): mixed;

    public function addConditions(CartCondition ...$conditions): ConditionsAdded
    {
        $texts = [];
        $refusal = null;

        foreach ($conditions as $condition) {
            try {
                $texts[] = ConditionAddition::forEngine($condition);
            } catch (Throwable $refusal) {
                break;
            }
        }

        if ($texts !== []) {
            $this->change(static function (NativeCart $cart) use ($texts): void {
                foreach ($texts as $text) {
                    $cart->addCondition($text);
                }
            });
        }

        return new ConditionsAdded(count($texts), $refusal);
    }

    public function removeCondition(string $name): ?array
    {
        return StoredText::canHold($name)
            ? $this->change(static fn (NativeCart $cart): ?array => $cart->removeCondition($name))
            : null;
    }

    public function removeConditionsByType(string $type): bool
    {
        return StoredText::canHold($type)
            && $this->apply(EngineText::operation('remove_conditions_by_type', ['type' => $type])) !== [];
    }

    public function clearConditions(): void
    {
        $this->apply(EngineText::operation('clear_conditions'));
    }

    public function addItemCondition(string $id, CartCondition $condition): bool
    {
        $json = ['condition' => EngineText::condition($condition)];

        return StoredText::canHold($id)
            && $this->apply(EngineText::operation('add_item_condition', ['id' => $id], $json)) !== [];
    }

    public function removeItemCondition(string $id, string $name): ?array
    {
        if (! StoredText::canHold($id) || ! StoredText::canHold($name)) {
            return null;
        }

        $changes = $this->apply(EngineText::operation('remove_item_condition', ['id' => $id, 'name' => $name]));

        return $changes[0]['condition'] ?? null;
    }

    public function clearItemConditions(string $id): bool
    {
        if (! StoredText::canHold($id)) {
            return false;
        }

        $operation = EngineText::operation('clear_item_conditions', ['id' => $id]);

        return $this->change(static function (NativeCart $cart) use ($id, $operation): bool {
            // An item without conditions has nothing to change, but it is there.
            return $cart->apply($operation)->changes() !== [] || $cart->item($id) !== null;
        });
    }

    public function setShipping(CartCondition $shipping): array
    {
        return ConditionChange::among($this->apply(EngineText::shipping($shipping)));
    }

    public function removeShipping(): array
    {
        return ConditionChange::among($this->apply(EngineText::operation('remove_shipping')));
    }

    /**
     * Applies an operation and stores what it did.
     *
     * @return list<array<string, mixed>> the changes
     */
    private function apply(string $operation): array
    {
        return $this->change(static fn (NativeCart $cart): array => $cart->apply($operation)->changes());
    }
}
