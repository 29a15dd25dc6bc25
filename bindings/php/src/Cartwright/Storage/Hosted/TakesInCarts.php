<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Merge\MergeConflict;
use Cartwright\Merge\MergeDecision;
use Cartwright\Merge\MergeResult;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Native\ConditionChange;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\HeldCart;
use Cartwright\Storage\ListsMetadata;
use Cartwright\Storage\LockingStorage;
use Cartwright\Storage\RulesPlace;
use Closure;
use LogicException;

/**
 * Takes one cart whose values are PHP's into another: the engine decides on quantities, PHP's arrays follow.
 *
 * @internal
 */
trait TakesInCarts
{
    public function mergeFrom(HeldCart $source, MergeStrategy $strategy, ?Closure $decide = null): MergeResult
    {
        if (! $source instanceof self || $source->storage !== $this->storage) {
            throw new LogicException('Only carts of the same storage can be merged in one step');
        }

        // Two merges of the same two carts lock them in the same order, whoever is the target.
        $order = [$this, $source];
        usort($order, static fn (self $one, self $other): int => strcmp($one->identifier, $other->identifier));
        $merge = fn (): MergeResult => $this->takeIn($source, $strategy, $decide);

        try {
            return $order[0]->alone(static fn (): MergeResult => $order[1]->alone($merge));
        } finally {
            $this->forget();
            $source->forget();
        }
    }

    /**
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    private function alone(Closure $work): mixed
    {
        $parts = ['items', 'conditions', 'metadata'];

        return $this->storage instanceof LockingStorage
            ? $this->storage->locked($this->identifier, $this->instance, $parts, $work)
            : $work();
    }

    private function takeIn(self $source, MergeStrategy $strategy, ?Closure $decide): MergeResult
    {
        foreach ([$this, $source] as $cart) {
            $cart->forget();
            $cart->refresh();
            $cart->prepared($cart->cart());
        }

        $rules = ($this->rules?->conditions ?? []) + ($source->rules?->conditions ?? []);

        if ($rules !== []) {
            // The rules of one will look at what the other brings along.
            $this->showTo($rules);
            $source->showTo($rules);
        }

        $resolutions = $this->resolutions($source, $strategy, $decide);
        $changes = $this->cart()->merge($source->cart(), $strategy->forEngine(), $resolutions)?->changes() ?? [];

        foreach ($changes as $at => $change) {
            foreach ($change['conflicts'] ?? [] as $one => $conflict) {
                $changes[$at]['conflicts'][$one] = $this->withValues($conflict, $source);
            }
        }

        $result = MergeResult::of($this->identifier, $source->identifier, $this->instance, $strategy->value, $changes);

        if ($result->moved) {
            $this->storage->swapIdentifier($source->identifier, $this->identifier, $this->instance);
        } elseif ($result->merged) {
            $this->unite($source, $result, $resolutions, $rules);
            $this->storage->forget($source->identifier, $source->instance);
        }

        return $result;
    }

    /**
     * @param (Closure(MergeConflict): ?MergeDecision)|null $decide
     *
     * @return array<string, array<string, string|int>> by line
     */
    private function resolutions(self $source, MergeStrategy $strategy, ?Closure $decide): array
    {
        $resolutions = [];
        $conflicts = $decide === null ? [] : $this->cart()->conflictsWith($source->cart(), $strategy->forEngine());

        foreach ($conflicts as $conflict) {
            $decision = $decide(MergeConflict::of($this->withValues($conflict, $source)));

            if ($decision !== null) {
                $resolutions[$conflict['line']] = $decision->toArray();
            }
        }

        return $resolutions;
    }

    /**
     * A conflict with PHP's own items in it.
     *
     * @param array<string, mixed> $conflict
     *
     * @return array<string, mixed>
     */
    private function withValues(array $conflict, self $source): array
    {
        $id = EngineName::original((string) $conflict['line']);

        return ['line' => $id, 'target' => $this->items->one($id), 'source' => $source->items->one($id)] + $conflict;
    }

    /**
     * @param array<string, array<string, string|int>> $resolutions
     * @param array<array-key, array<string, mixed>> $rules of both
     */
    private function unite(self $source, MergeResult $result, array $resolutions, array $rules): void
    {
        $taken = [];

        foreach ($result->conflicts as $conflict) {
            $takesSource = ($resolutions[EngineName::of($conflict->id)]['take'] ?? null) === 'source';
            $taken[$conflict->id] = true;

            if ($conflict->quantity === null) {
                $this->items->remove($conflict->id);
            } else {
                $item = ($takesSource ? $source : $this)->items->kept[$conflict->id];
                $item['quantity'] = $conflict->quantity;
                $this->items->put($item);
            }
        }

        foreach (array_diff_key($source->items->kept, $taken) as $id => $item) {
            // At most what the shop allows.
            $item['quantity'] = $this->cart()->item(EngineName::of((string) $id))['quantity'];
            $this->items->put($item);
        }

        $this->conditions += $source->conditions;
        $this->takeMetadata($source);

        if ($rules !== []) {
            $this->keepRules($rules);
            $this->byRules($this->cart());
        }

        $this->store(true, true);
    }

    /**
     * What this cart has under a key stays.
     */
    private function takeMetadata(self $source): void
    {
        $keys = $this->storage instanceof ListsMetadata
            ? $this->storage->metadataKeys($source->identifier, $source->instance)
            : [];

        foreach (array_diff($keys, [RulesPlace::KEY]) as $key) {
            if ($this->metadata($key) === null) {
                $this->setMetadata($key, $source->metadata($key));
            }
        }
    }

    /**
     * @return list<ConditionChange>
     */
    abstract private function byRules(NativeCart $cart): array;

    /**
     * @param array<array-key, array<string, mixed>> $asking
     */
    abstract private function showTo(array $asking): void;
}
