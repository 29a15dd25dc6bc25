<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Merge\MergeConflict;
use Cartwright\Merge\MergeDecision;
use Cartwright\Merge\MergeResult;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Native\ConditionChange;
use Closure;
use MasyukAI\Cart\Conditions\CartCondition;
use Throwable;

/**
 * A cart of one identifier and instance, held between calls: what a Cart asks and tells. How it is kept is the
 * storage's business.
 *
 * Each read shows the cart as it is stored now. Each change is one operation, stored when the call returns, and atomic
 * where the storage can be; after it follows what stored rules say, in the same step. What is refused is thrown and
 * changes nothing, unless a result says otherwise. Nobody here fires events.
 *
 * Stored form: what CartItem::toArray() and CartCondition::toArray() give, with the application's values where they are
 * kept as values.
 *
 * @internal
 */
interface HeldCart
{
    /**
     * @return array<string, mixed>|null in stored form
     */
    public function item(string $id): ?array;

    /**
     * @return array<array-key, array<string, mixed>> by id, in stored form
     */
    public function items(): array;

    /**
     * @return array<array-key, array<string, mixed>> by name, in stored form
     */
    public function conditions(): array;

    /**
     * @return mixed null if the key has no value
     */
    public function metadata(string $key): mixed;

    /**
     * @return array<string, mixed> as Cart::content() has it
     */
    public function content(string $instance, string $currency): array;

    /**
     * @param int $sum one of Abi::SUM_*
     */
    public function sum(int $sum, string $currency): int|float;

    /**
     * How many distinct items.
     */
    public function itemCount(): int;

    /**
     * The sum of the quantities.
     */
    public function quantity(): int;

    /**
     * The conditions that stored rules put on and take off, as they were registered.
     *
     * @return array<array-key, array<string, mixed>> by name, in stored form
     */
    public function dynamicConditions(): array;

    /**
     * One after another. The first one that is refused ends it; those before it are stored.
     */
    public function add(ItemAddition ...$additions): ItemsChanged;

    /**
     * The result has the item in stored form, as it is now or as it was if it was removed.
     *
     * @throws Throwable if the edit breaks a rule, whose message is the item's
     */
    public function update(string $id, ItemEdit $edit): ItemsChanged;

    /**
     * The result has the item in stored form, as it was.
     */
    public function remove(string $id): ItemsChanged;

    /**
     * One after another, each in the place of one of the same name.
     */
    public function addConditions(CartCondition ...$conditions): ConditionsAdded;

    /**
     * @return array<string, mixed>|null the condition as it was, in stored form; null if it is not there
     */
    public function removeCondition(string $name): ?array;

    /**
     * @return bool whether there was one
     */
    public function removeConditionsByType(string $type): bool;

    public function clearConditions(): void;

    /**
     * @return bool whether the item is there
     */
    public function addItemCondition(string $id, CartCondition $condition): bool;

    /**
     * @return array<string, mixed>|null the condition as it was, in stored form; null if it or the item is not there
     */
    public function removeItemCondition(string $id, string $name): ?array;

    /**
     * @return bool whether the item is there
     */
    public function clearItemConditions(string $id): bool;

    /**
     * Puts a shipping cost on the cart, in the place of every other one.
     *
     * @return list<ConditionChange> those that were taken off, and the one that was put on
     */
    public function setShipping(CartCondition $shipping): array;

    /**
     * @return list<ConditionChange> those that were taken off
     */
    public function removeShipping(): array;

    public function setMetadata(string $key, mixed $value): void;

    /**
     * The key stays, with null as its value.
     */
    public function removeMetadata(string $key): void;

    /**
     * Has a condition put on and taken off by its rules from now on; they are stored with the cart.
     *
     * @return list<ConditionChange> what that changed at once
     */
    public function registerDynamic(CartCondition $condition): array;

    /**
     * Has a condition no longer put on by rules, stored ones or the application's, and takes it off where they had put
     * it on.
     *
     * @return list<ConditionChange>
     */
    public function unregisterDynamic(string $name): array;

    /**
     * Puts on and takes off what stored rules say now.
     *
     * @return list<ConditionChange>
     */
    public function evaluate(): array;

    /**
     * Puts a condition on, or takes it off, as the application's own rules have judged. One of the same name that
     * somebody else has put on stays as it is.
     *
     * @param bool|list<string> $applies whether it applies to the cart; for the target item, to which items
     *
     * @return list<ConditionChange>
     */
    public function follow(CartCondition $condition, bool|array $applies): array;

    /**
     * Takes in what is in another cart of the same storage and instance, which is removed: both in one step where the
     * storage can. A source without items is left alone.
     *
     * @param (Closure(MergeConflict): ?MergeDecision)|null $decide asked about each item that is in both, perhaps more
     *     than once; null leaves the item to the strategy
     */
    public function mergeFrom(HeldCart $source, MergeStrategy $strategy, ?Closure $decide = null): MergeResult;

    /**
     * Removes the cart with its items, conditions and metadata.
     */
    public function clear(): void;

    /**
     * Drops what is held; the next call reads what is stored.
     */
    public function forget(): void;
}
