<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Storage;

/**
 * Where carts are kept. Applications may bring their own.
 */
interface StorageInterface
{
    public function has(string $identifier, string $instance): bool;

    public function forget(string $identifier, string $instance): void;

    public function flush(): void;

    /**
     * @return list<string>
     */
    public function getInstances(string $identifier): array;

    public function forgetIdentifier(string $identifier): void;

    /**
     * @return array<array-key, mixed>
     */
    public function getItems(string $identifier, string $instance): array;

    /**
     * @return array<array-key, mixed>
     */
    public function getConditions(string $identifier, string $instance): array;

    /**
     * @param array<array-key, mixed> $items
     */
    public function putItems(string $identifier, string $instance, array $items): void;

    /**
     * @param array<array-key, mixed> $conditions
     */
    public function putConditions(string $identifier, string $instance, array $conditions): void;

    /**
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void;

    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void;

    public function getMetadata(string $identifier, string $instance, string $key): mixed;

    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool;
}
