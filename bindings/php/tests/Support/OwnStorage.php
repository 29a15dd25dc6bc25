<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use MasyukAI\Cart\Storage\StorageInterface;

/**
 * A storage as an application writes its own: the contract's methods on arrays, and nothing else. It tells what it was
 * asked.
 */
final class OwnStorage implements StorageInterface
{
    /** @var list<string> */
    public array $puts = [];

    /** @var array<string, mixed> */
    private array $carts = [];

    public function has(string $identifier, string $instance): bool
    {
        return isset($this->carts[$identifier][$instance]);
    }

    public function forget(string $identifier, string $instance): void
    {
        $this->puts[] = 'forget';
        unset($this->carts[$identifier][$instance]);
    }

    public function flush(): void
    {
        $this->carts = [];
    }

    public function getInstances(string $identifier): array
    {
        return array_map(strval(...), array_keys($this->carts[$identifier] ?? []));
    }

    public function forgetIdentifier(string $identifier): void
    {
        unset($this->carts[$identifier]);
    }

    public function getItems(string $identifier, string $instance): array
    {
        return $this->carts[$identifier][$instance]['items'] ?? [];
    }

    public function getConditions(string $identifier, string $instance): array
    {
        return $this->carts[$identifier][$instance]['conditions'] ?? [];
    }

    public function putItems(string $identifier, string $instance, array $items): void
    {
        $this->puts[] = 'putItems';
        $this->carts[$identifier][$instance]['items'] = $items;
    }

    public function putConditions(string $identifier, string $instance, array $conditions): void
    {
        $this->puts[] = 'putConditions';
        $this->carts[$identifier][$instance]['conditions'] = $conditions;
    }

    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void
    {
        $this->puts[] = 'putBoth';
        $this->carts[$identifier][$instance] = ['items' => $items, 'conditions' => $conditions]
            + ($this->carts[$identifier][$instance] ?? []);
    }

    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void
    {
        $this->puts[] = 'putMetadata';
        $this->carts[$identifier][$instance]['metadata'][$key] = $value;
    }

    public function getMetadata(string $identifier, string $instance, string $key): mixed
    {
        return $this->carts[$identifier][$instance]['metadata'][$key] ?? null;
    }

    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool
    {
        $this->carts[$newIdentifier][$instance] = $this->carts[$oldIdentifier][$instance] ?? [];
        unset($this->carts[$oldIdentifier][$instance]);

        return true;
    }
}
