<?php

declare(strict_types=1);

namespace Cartwright\Native;

use LogicException;

/**
 * A cart that lives in the native library; freed with this object.
 *
 * @internal
 */
final class NativeCart
{
    private const COLUMNS = [
        'items' => Abi::COLUMN_ITEMS,
        'conditions' => Abi::COLUMN_CONDITIONS,
        'metadata' => Abi::COLUMN_METADATA,
    ];

    private ?string $limits = null;

    /**
     * @param object $handle what the library knows the cart by
     */
    public function __construct(private readonly Library $library, private readonly object $handle)
    {
    }

    public function __destruct()
    {
        $this->library->freeCart($this->handle);
    }

    private function __clone()
    {
    }

    public function __serialize(): never
    {
        throw new LogicException('A native cart lives in this process only and cannot be serialized');
    }

    /**
     * @param array<array-key, mixed> $data
     */
    public function __unserialize(array $data): never
    {
        $this->__serialize();
    }

    public function setLimits(int $items, int $dataBytes, int $itemQuantity, int $textBytes): void
    {
        $limits = "{$items}/{$dataBytes}/{$itemQuantity}/{$textBytes}";

        if ($limits !== $this->limits) {
            $this->library->setLimits($this->handle, $items, $dataBytes, $itemQuantity, $textBytes);
            $this->limits = $limits;
        }
    }

    /**
     * Takes over a cart as it is stored; what is held already is kept.
     */
    public function load(?string $items, ?string $conditions, ?string $metadata = null): void
    {
        $this->library->load($this->handle, $items, $conditions, $metadata);
    }

    public function forget(): void
    {
        $this->library->forget($this->handle);
    }

    public function isPending(): bool
    {
        return $this->library->pending($this->handle) !== 0;
    }

    /**
     * The columns that have to be stored, by name.
     *
     * @return array<string, ?string>
     */
    public function pendingColumns(): array
    {
        $pending = $this->library->pending($this->handle);
        $columns = [];

        foreach (self::COLUMNS as $name => $column) {
            if (($pending & $column) !== 0) {
                $columns[$name] = $this->library->column($this->handle, $column);
            }
        }

        return $columns;
    }

    public function committed(): void
    {
        $this->library->committed($this->handle);
    }

    public function add(NewItem $item): ItemChange
    {
        return $this->library->addItem($this->handle, $item);
    }

    public function update(string $id, ItemUpdate $update): ItemChange
    {
        return $this->library->updateItem($this->handle, $id, $update);
    }

    /**
     * @return array<string, mixed>|null the item as it was, in stored form
     */
    public function remove(string $id): ?array
    {
        return $this->library->removeItem($this->handle, $id);
    }

    public function addCondition(NewCondition $condition): void
    {
        $this->library->addCartCondition($this->handle, $condition);
    }

    /**
     * @return array<string, mixed>|null the condition as it was, in stored form
     */
    public function removeCondition(string $name): ?array
    {
        return $this->library->removeCartCondition($this->handle, $name);
    }

    /**
     * @param string $operations one operation or a list of them, as JSON; all are done or none
     *
     * @return list<array<string, mixed>> the changes
     */
    public function apply(string $operations): array
    {
        return $this->library->apply($this->handle, $operations);
    }

    /**
     * The items that are in this cart and in another, each with the quantity that the strategy gives it.
     *
     * @param int $strategy one of Abi::MERGE_*
     *
     * @return list<array<string, mixed>>
     */
    public function conflictsWith(self $other, int $strategy): array
    {
        return $this->library->conflicts($this->handle, $other->handle, $strategy);
    }

    /**
     * Takes in what is in another cart, which stays what it is.
     *
     * @param int $strategy one of Abi::MERGE_*
     * @param string|null $resolutions what was decided, by line, as JSON
     *
     * @return list<array<string, mixed>> the changes
     */
    public function merge(self $other, int $strategy, ?string $resolutions = null): array
    {
        return $this->library->merge($this->handle, $other->handle, $strategy, $resolutions);
    }

    /**
     * @param string $value JSON
     */
    public function setMetadata(string $key, string $value): void
    {
        $this->library->setMetadata($this->handle, $key, $value);
    }

    public function removeMetadata(string $key): bool
    {
        return $this->library->removeMetadata($this->handle, $key);
    }

    /**
     * @return mixed null if the key has no value
     */
    public function metadata(string $key): mixed
    {
        return $this->library->metadata($this->handle, $key);
    }

    /**
     * @return array<string, mixed>|null in stored form
     */
    public function item(string $id): ?array
    {
        return $this->library->item($this->handle, $id);
    }

    /**
     * @return array<array-key, array<string, mixed>> by id, in stored form
     */
    public function items(): array
    {
        return $this->library->items($this->handle);
    }

    /**
     * @return array<array-key, array<string, mixed>> by name, in stored form
     */
    public function conditions(): array
    {
        return $this->library->conditions($this->handle);
    }

    /**
     * @return array<string, mixed>
     */
    public function content(string $instance, string $currency): array
    {
        return $this->library->content($this->handle, $instance, $currency);
    }

    /**
     * @param int $sum one of Abi::SUM_*
     */
    public function sum(int $sum, string $currency): int|float
    {
        return $this->library->cartSum($this->handle, $sum, $currency);
    }

    public function itemCount(): int
    {
        return $this->library->count($this->handle)['items'];
    }

    public function quantity(): int
    {
        return $this->library->count($this->handle)['quantity'];
    }
}
