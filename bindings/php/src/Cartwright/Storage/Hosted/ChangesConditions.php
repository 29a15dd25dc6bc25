<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Native\Abi;
use Cartwright\Native\ConditionChange;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewCondition;
use Cartwright\Storage\ConditionsAdded;
use Cartwright\Storage\EngineText;
use Cartwright\Storage\RulesPlace;
use Closure;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Changes of the conditions of a cart whose values are PHP's, and of those of its items, and its metadata.
 *
 * @internal
 */
trait ChangesConditions
{
    abstract private function change(string $part, Closure $change, ?array $alone = null): mixed;

    public function addConditions(CartCondition ...$conditions): ConditionsAdded
    {
        if ($conditions !== []) {
            $this->change('conditions', function (?NativeCart $cart) use ($conditions): void {
                foreach ($conditions as $condition) {
                    $this->putCondition($cart, $condition);
                }
            }, alone: []);
        }

        return new ConditionsAdded(count($conditions));
    }

    public function removeCondition(string $name): ?array
    {
        return $this->change(
            'conditions',
            fn (?NativeCart $cart): ?array => $this->takeConditions(
                $cart,
                static fn (array $condition): bool => (string) $condition['name'] === $name,
            )[0] ?? null,
            alone: [],
        );
    }

    public function removeConditionsByType(string $type): bool
    {
        return $this->takeOff(static fn (array $condition): bool => $condition['type'] === $type) !== [];
    }

    public function clearConditions(): void
    {
        $this->takeOff(static fn (): bool => true);
    }

    public function addItemCondition(string $id, CartCondition $condition): bool
    {
        $line = ConditionArrays::of($condition);

        $operation = EngineText::operation('add_item_condition', ['id' => EngineName::of($id)], [
            'condition' => ConditionArrays::text($line),
        ]);

        return $this->changeItemConditions($id, $operation, static function (array $conditions) use ($line): array {
            $conditions[$line['name']] = $line;

            return $conditions;
        }) !== null;
    }

    public function removeItemCondition(string $id, string $name): ?array
    {
        $operation = EngineText::operation('remove_item_condition', [
            'id' => EngineName::of($id),
            'name' => EngineName::of($name),
        ]);

        return $this->changeItemConditions($id, $operation, static function (array $conditions) use ($name): array {
            unset($conditions[$name]);

            return $conditions;
        })[$name] ?? null;
    }

    public function clearItemConditions(string $id): bool
    {
        $operation = EngineText::operation('clear_item_conditions', ['id' => EngineName::of($id)]);

        return $this->changeItemConditions($id, $operation, static fn (): array => []) !== null;
    }

    public function setShipping(CartCondition $shipping): array
    {
        return $this->change('conditions', function (?NativeCart $cart) use ($shipping): array {
            $changes = self::removals($this->takeConditions($cart, self::isShipping(...)));
            $this->putCondition($cart, $shipping);
            $condition = $this->conditions[$shipping->getName()];

            return [...$changes, new ConditionChange(Abi::CHANGE_CONDITION_ADDED, $condition)];
        }, alone: []);
    }

    public function removeShipping(): array
    {
        return self::removals($this->takeOff(self::isShipping(...)));
    }

    /**
     * @param array<string, mixed> $condition
     */
    private static function isShipping(array $condition): bool
    {
        return $condition['type'] === 'shipping';
    }

    public function setMetadata(string $key, mixed $value): void
    {
        self::expectFree($key);
        $this->storage->putMetadata($this->identifier, $this->instance, $key, $value);
    }

    public function removeMetadata(string $key): void
    {
        self::expectFree($key);
        $this->storage->putMetadata($this->identifier, $this->instance, $key, null);
    }

    /**
     * Where rules are kept nothing else is. The engine says so, in its words.
     */
    private static function expectFree(string $key): void
    {
        if ($key === RulesPlace::KEY) {
            $operation = EngineText::operation('set_metadata', ['key' => $key], ['value' => 'null']);
            Library::instance()->newCart()->apply($operation);
        }
    }

    /**
     * @param NativeCart|null $cart null where the engine does not hold the cart
     */
    private function putCondition(?NativeCart $cart, CartCondition $condition): void
    {
        $cart?->addCondition(new NewCondition(
            $condition->getName(),
            $condition->getType(),
            $condition->getTarget(),
            $condition->getValue(),
            null,
            $condition->getOrder(),
            null,
        ));
        $this->conditions[$condition->getName()] = ConditionArrays::of($condition);
    }

    /**
     * @param Closure(array<string, mixed>): bool $which
     *
     * @return list<array<string, mixed>>
     */
    private function takeOff(Closure $which): array
    {
        return $this->change(
            'conditions',
            fn (?NativeCart $cart): array => $this->takeConditions($cart, $which),
            alone: [],
        );
    }

    /**
     * @param Closure(array<string, mixed>): bool $which
     *
     * @return list<array<string, mixed>> as they were
     */
    private function takeConditions(?NativeCart $cart, Closure $which): array
    {
        $taken = array_filter($this->conditions, $which);

        foreach ($taken as $name => $condition) {
            $cart?->removeCondition(EngineName::of((string) $name));
            unset($this->conditions[$name]);
        }

        return array_values($taken);
    }

    /**
     * @param string $operation what the engine is to do
     * @param Closure(array<array-key, array<string, mixed>>): array<array-key, array<string, mixed>> $edit the same, to
     *     PHP's array
     *
     * @return array<array-key, array<string, mixed>>|null those there were; null if the item is not there
     */
    private function changeItemConditions(string $id, string $operation, Closure $edit): ?array
    {
        return $this->change('items', function (NativeCart $cart) use ($id, $operation, $edit): ?array {
            $item = $this->items->kept[$id] ?? null;

            if ($item === null) {
                return null;
            }

            $before = ConditionArrays::byName($item['conditions'] ?? []);
            $after = $edit($before);

            if ($after !== $before) {
                $cart->apply($operation);
                $item['conditions'] = $after;
                $this->items->put($item);
            }

            return $before;
        });
    }

    /**
     * @param list<array<string, mixed>> $conditions
     *
     * @return list<ConditionChange>
     */
    private static function removals(array $conditions): array
    {
        return array_map(
            static fn (array $condition): ConditionChange => new ConditionChange(
                Abi::CHANGE_CONDITION_REMOVED,
                $condition,
            ),
            $conditions,
        );
    }
}
