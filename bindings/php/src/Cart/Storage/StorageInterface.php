<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Storage;

/**
 * Where carts are kept. Applications may bring their own.
 */
interface StorageInterface
{
    /**
     * Whether there is such a cart.
     */
    public function has(string $identifier, string $instance): bool;

    /**
     * Removes a cart.
     */
    public function forget(string $identifier, string $instance): void;

    /**
     * Removes all carts, of everybody.
     */
    public function flush(): void;

    /**
     * The names of somebody's carts.
     *
     * @return list<string>
     */
    public function getInstances(string $identifier): array;

    /**
     * Removes all of somebody's carts.
     */
    public function forgetIdentifier(string $identifier): void;

    /**
     * Items as CartItem::toArray() has them, by id.
     *
     * @return array<array-key, mixed>
     */
    public function getItems(string $identifier, string $instance): array;

    /**
     * Conditions as CartCondition::toArray() has them, by name.
     *
     * @return array<array-key, mixed>
     */
    public function getConditions(string $identifier, string $instance): array;

    /**
     * Stores items in the place of those that are there.
     *
     * @param array<array-key, mixed> $items
     */
    public function putItems(string $identifier, string $instance, array $items): void;

    /**
     * Stores conditions in the place of those that are there.
     *
     * @param array<array-key, mixed> $conditions
     */
    public function putConditions(string $identifier, string $instance, array $conditions): void;

    /**
     * Stores items and conditions in one step.
     *
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void;

    /**
     * Stores one value beside the items and conditions.
     */
    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void;

    /**
     * A value as it was stored; null if there is none.
     */
    public function getMetadata(string $identifier, string $instance, string $key): mixed;

    /**
     * Gives a cart to another identifier, in the place of the cart there; whether there was one to give.
     */
    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool;
}
