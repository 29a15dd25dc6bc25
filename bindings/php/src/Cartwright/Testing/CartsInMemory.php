<?php

declare(strict_types=1);

namespace Cartwright\Testing;

use Cartwright\Storage\CartIdentity;
use Cartwright\Storage\StoredCart;
use Cartwright\Storage\VersionedStorage;
use Closure;
use Illuminate\Support\Str;
use Throwable;

/**
 * Carts as a database keeps them, text by column, without a database: for tests of applications.
 */
final class CartsInMemory implements VersionedStorage
{
    /** @var array<string, array<string, array{identity: CartIdentity, columns: array<string, ?string>}>> */
    private array $carts = [];

    public function read(string $identifier, string $instance, ?CartIdentity $known = null): StoredCart
    {
        $cart = $this->carts[$identifier][$instance] ?? null;

        return match (true) {
            $cart === null => new StoredCart(null),
            $cart['identity']->equals($known) => new StoredCart($known, known: true),
            default => new StoredCart($cart['identity'], false, ...$cart['columns']),
        };
    }

    public function readLocking(string $identifier, string $instance, ?CartIdentity $expected = null): StoredCart
    {
        return $this->read($identifier, $instance);
    }

    public function commit(
        string $identifier,
        string $instance,
        ?CartIdentity $expected,
        array $columns,
    ): ?CartIdentity {
        $cart = $this->carts[$identifier][$instance] ?? null;
        $isExpected = $cart === null ? $expected === null : $cart['identity']->equals($expected);

        if (! $isExpected) {
            return null;
        }

        $identity = $expected === null
            ? new CartIdentity((string) Str::uuid(), 1)
            : new CartIdentity($expected->incarnation, $expected->version + 1);
        $this->carts[$identifier][$instance] = [
            'identity' => $identity,
            'columns' => $columns + ($cart['columns'] ?? ['items' => null, 'conditions' => null, 'metadata' => null]),
        ];

        return $identity;
    }

    public function inHostTransaction(): bool
    {
        return false;
    }

    public function alwaysQueues(): bool
    {
        return false;
    }

    public function queued(Closure $work): mixed
    {
        return $work();
    }

    public function nested(Closure $work): mixed
    {
        return $work();
    }

    public function mayRetry(Throwable $failure): bool
    {
        return false;
    }

    public function has(string $identifier, string $instance): bool
    {
        return isset($this->carts[$identifier][$instance]);
    }

    public function forget(string $identifier, string $instance): void
    {
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
        return $this->column($identifier, $instance, 'items');
    }

    public function getConditions(string $identifier, string $instance): array
    {
        return $this->column($identifier, $instance, 'conditions');
    }

    public function putItems(string $identifier, string $instance, array $items): void
    {
        $this->put($identifier, $instance, ['items' => $items]);
    }

    public function putConditions(string $identifier, string $instance, array $conditions): void
    {
        $this->put($identifier, $instance, ['conditions' => $conditions]);
    }

    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void
    {
        $this->put($identifier, $instance, ['items' => $items, 'conditions' => $conditions]);
    }

    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void
    {
        $metadata = $this->column($identifier, $instance, 'metadata');
        $metadata[$key] = $value;
        $this->put($identifier, $instance, ['metadata' => $metadata]);
    }

    public function getMetadata(string $identifier, string $instance, string $key): mixed
    {
        return $this->column($identifier, $instance, 'metadata')[$key] ?? null;
    }

    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool
    {
        $cart = $this->carts[$oldIdentifier][$instance] ?? null;

        if ($cart === null) {
            return false;
        }

        if ($oldIdentifier !== $newIdentifier) {
            $cart['identity'] = new CartIdentity((string) Str::uuid(), $cart['identity']->version);
            $this->carts[$newIdentifier][$instance] = $cart;
            $this->forget($oldIdentifier, $instance);
        }

        return true;
    }

    /**
     * @param array<string, array<array-key, mixed>> $columns
     */
    private function put(string $identifier, string $instance, array $columns): void
    {
        $this->commit(
            $identifier,
            $instance,
            $this->carts[$identifier][$instance]['identity'] ?? null,
            array_map(static fn (array $column): string => json_encode($column, JSON_THROW_ON_ERROR), $columns),
        );
    }

    /**
     * @return array<array-key, mixed>
     */
    private function column(string $identifier, string $instance, string $column): array
    {
        $text = $this->carts[$identifier][$instance]['columns'][$column] ?? null;

        return $text === null ? [] : json_decode($text, true, flags: JSON_THROW_ON_ERROR);
    }
}
