<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Native\Abi;
use Cartwright\Native\ConditionChange;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\EngineText;
use Cartwright\Storage\RuleFacts;
use Cartwright\Storage\RulesPlace;
use Closure;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Conditions that come and go by rules, of a cart whose values are PHP's: the engine judges, PHP's arrays follow.
 *
 * @internal
 */
trait FollowsRules
{
    abstract private function change(string $part, Closure $change, ?array $alone = null): mixed;

    public function dynamicConditions(): array
    {
        return $this->read(fn (): array => $this->rules?->conditions ?? []);
    }

    public function registerDynamic(CartCondition $condition): array
    {
        $line = ConditionArrays::of($condition);
        $json = EngineText::condition($condition);
        $registration = EngineText::operation('register_dynamic', [], ['condition' => $json]);

        return $this->changeRules(function (NativeCart $cart) use ($line, $json, $registration): array {
            $conditions = $this->rules?->conditions ?? [];
            $conditions[$line['name']] = $line;
            $this->showTo($conditions);
            $changes = $cart->apply($registration)->changes();
            $this->keepRules($conditions);

            return [...$changes, ...$cart->apply(RuleFacts::evaluation($this->rules?->forEngine() . $json))->changes()];
        });
    }

    public function unregisterDynamic(string $name): array
    {
        $operation = EngineText::operation('unregister_dynamic', ['name' => $name]);

        return $this->changeRules(function (NativeCart $cart) use ($name, $operation): array {
            $conditions = $this->rules?->conditions ?? [];
            $changes = $cart->apply($operation)->changes();

            if (isset($conditions[$name])) {
                unset($conditions[$name]);
                $this->keepRules($conditions);
            }

            return $changes;
        });
    }

    public function evaluate(): array
    {
        return $this->change('conditions', $this->byRules(...));
    }

    public function follow(CartCondition $condition, bool|array $applies): array
    {
        $applies = is_array($applies) ? array_map(EngineName::of(...), $applies) : $applies;
        $verdict = EngineText::verdict($condition, $applies);
        $operation = EngineText::operation('follow', [], ['verdicts' => "[{$verdict}]"]);
        $part = $condition->getTarget() === 'item' ? 'items' : 'conditions';

        return $this->change($part, fn (NativeCart $cart): array => $this->absorb(
            $cart->apply($operation)->changes(),
            [$condition->getName() => $condition->getAttributes()],
        ));
    }

    /**
     * What stored rules say of the cart as it is now.
     *
     * @return list<ConditionChange>
     */
    private function byRules(NativeCart $cart): array
    {
        return $this->rules === null ? [] : $this->absorb(
            $cart->apply(RuleFacts::evaluation($this->rules->forEngine()))->changes(),
            array_column($this->rules->conditions, 'attributes', 'name'),
        );
    }

    /**
     * Gives the engine the cart with all that these rules look at; what no rule asked about before, it was not given.
     *
     * @param array<array-key, array<string, mixed>> $asking conditions with rules, by name
     */
    private function showTo(array $asking): void
    {
        $rules = StoredRules::of($asking, $this->metadata(...));
        Primer::prime($this->cart, $this->items->kept, $this->conditions, $this->rules, $rules);
    }

    /**
     * @param Closure(NativeCart): list<array<string, mixed>> $change
     *
     * @return list<ConditionChange>
     */
    private function changeRules(Closure $change): array
    {
        $before = $this->rules;

        $changes = $this->change('rules', fn (NativeCart $cart): array => $this->absorb(
            $change($cart),
            array_column([...$before?->conditions ?? [], ...$this->rules?->conditions ?? []], 'attributes', 'name'),
        ));
        // What rules look at is given with the cart, so it is given anew.
        $this->forget();

        return $changes;
    }

    /**
     * @param array<array-key, array<string, mixed>> $conditions
     */
    private function keepRules(array $conditions): void
    {
        $stored = $conditions === [] ? null : $conditions;
        $this->storage->putMetadata($this->identifier, $this->instance, RulesPlace::KEY, $stored);
        $this->rules = StoredRules::of($stored, $this->metadata(...));
    }

    /**
     * Changes PHP's arrays as the engine has changed its own.
     *
     * @param list<array<string, mixed>> $changes
     * @param array<array-key, array<array-key, mixed>> $attributes PHP's own, by the condition's name
     *
     * @return list<ConditionChange> with PHP's own values
     */
    private function absorb(array $changes, array $attributes): array
    {
        $absorbed = [];

        foreach (ConditionChange::among($changes) as $change) {
            $name = $change->condition['name'];
            $id = $change->itemId === null ? null : EngineName::original($change->itemId);
            $item = $id === null ? null : $this->items->kept[$id];
            $all = $item === null ? $this->conditions : ConditionArrays::byName($item['conditions'] ?? []);
            $condition = $change->condition;

            if (in_array($change->kind, [Abi::CHANGE_CONDITION_ADDED, Abi::CHANGE_ITEM_CONDITION_ADDED], true)) {
                $condition = array_replace($condition, array_filter(['attributes' => $attributes[$name] ?? null]));
                // The mark by which rules know what they may take off.
                $all[$name] = $condition + ['by_rules' => true];
            } else {
                $condition = $all[$name] ?? $condition;
                unset($all[$name]);
            }

            if ($item === null) {
                $this->conditions = $all;
            } else {
                $item['conditions'] = $all;
                $this->items->put($item);
            }

            $absorbed[] = new ConditionChange($change->kind, $condition, $id);
        }

        return $absorbed;
    }
}
