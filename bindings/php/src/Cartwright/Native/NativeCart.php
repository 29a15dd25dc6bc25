<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Storage\CartIdentity;

/**
 * A cart that lives in the native library; freed with this object.
 *
 * One that the library made by itself is *hosted*: it is loaded, or primed line by line, changed, and what is pending is
 * stored by whoever loaded it. One that an engine made is *bound* to the engine's store: each change is stored before the
 * call returns. What is for one of them alone is refused of the other.
 *
 * @internal
 */
final class NativeCart
{
    use Handle;

    private const NAME = 'A native cart';

    private const COLUMNS = [
        'items' => Abi::COLUMN_ITEMS,
        'conditions' => Abi::COLUMN_CONDITIONS,
        'metadata' => Abi::COLUMN_METADATA,
    ];

    /** @var list<int>|null */
    private ?array $limits = null;

    /** The settings whose limits and switches were said last, for who says them together. */
    public ?object $preparedFor = null;

    /** @var list<bool|int>|null */
    private ?array $switches = null;

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

    public function setLimits(int $items, int $dataBytes, int $itemQuantity, int $textBytes): void
    {
        $limits = [$items, $dataBytes, $itemQuantity, $textBytes];

        if ($limits !== $this->limits) {
            $this->library->setLimits($this->handle, ...$limits);
            $this->limits = $limits;
        }
    }

    /**
     * @param int $lineIdentity one of Abi::LINE_*
     */
    public function setSwitches(
        bool $honourConditionOrder = false,
        int $lineIdentity = Abi::LINE_BY_ID,
        bool $strictParsing = false,
        bool $fractionalQuantities = false,
    ): void {
        $switches = [$honourConditionOrder, $lineIdentity, $strictParsing, $fractionalQuantities];

        if ($switches !== $this->switches) {
            $this->library->setSwitches($this->handle, ...$switches);
            $this->switches = $switches;
        }
    }

    /**
     * What events call a hosted cart, and what its amounts are in.
     */
    public function name(string $identifier, string $instance, string $currency): void
    {
        $this->library->nameCart($this->handle, $identifier, $instance, $currency);
    }

    /**
     * What a bound cart is in its store now; null if there is none.
     */
    public function identity(): ?CartIdentity
    {
        return $this->library->identityOf($this->handle);
    }

    /**
     * Takes over a cart as it is stored; what is held already is kept.
     */
    public function load(?string $items, ?string $conditions, ?string $metadata = null): void
    {
        $this->library->load($this->handle, $items, $conditions, $metadata);
    }

    /**
     * The same, but a column is read when it is first needed; only then can it turn out to be corrupt.
     */
    public function hold(?string $items, ?string $conditions, ?string $metadata = null): void
    {
        $this->library->hold($this->handle, $items, $conditions, $metadata);
    }

    /**
     * Begins to take over a cart line by line: then come its lines, conditions and metadata, and primed().
     */
    public function prime(): void
    {
        $this->library->prime($this->handle);
    }

    /**
     * One line: what is computed with. It was checked when it was put in. The rest is given if rules look at it.
     */
    public function primeLine(
        string $id,
        int|float|string $price,
        int $quantity,
        ?string $conditionsJson = null,
        ?string $name = null,
        ?string $attributesJson = null,
        ?string $modelJson = null,
    ): void {
        $this->library->primeLine(
            $this->handle,
            $id,
            $price,
            $quantity,
            $conditionsJson,
            $name,
            $attributesJson,
            $modelJson,
        );
    }

    /**
     * Many lines of which nothing is known but what every line has; the three lists are equally long.
     *
     * @param list<string> $ids
     * @param list<float> $prices
     * @param list<int> $quantities
     */
    public function primeLines(array $ids, array $prices, array $quantities): void
    {
        $this->library->primeLines($this->handle, $ids, $prices, $quantities);
    }

    /**
     * @param ?string $dynamicJson those that come and go by their rules
     */
    public function primeConditions(?string $conditionsJson, ?string $dynamicJson = null): void
    {
        $this->library->primeConditions($this->handle, $conditionsJson, $dynamicJson);
    }

    public function primeMetadata(string $key, mixed $value): void
    {
        $this->library->primeMetadata($this->handle, $key, $value);
    }

    /**
     * The cart is taken over, and nothing of it is pending; how many lines it has.
     */
    public function primed(): int
    {
        return $this->library->primed($this->handle);
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

    /**
     * The text of a column as it would be stored, pending or not; of a bound cart as the table of the package has it.
     *
     * @param int $column one of Abi::COLUMN_*
     */
    public function column(int $column): ?string
    {
        return $this->library->column($this->handle, $column);
    }

    public function committed(): void
    {
        $this->library->committed($this->handle);
    }

    public function add(NewItem $item): ItemChange
    {
        return $this->library->addItem($this->handle, $item);
    }

    /**
     * @param bool $withItem whether the change has the item as it is now, or as it was if it was removed
     */
    public function update(string $id, ItemUpdate $update, bool $withItem = true): ItemChange
    {
        return $this->library->updateItem($this->handle, $id, $update, $withItem);
    }

    /**
     * @return array<string, mixed>|null the item as it was, in stored form
     */
    public function remove(string $id): ?array
    {
        return $this->library->removeItem($this->handle, $id);
    }

    /**
     * The same for who does not look at the item.
     */
    public function drop(string $id): void
    {
        $this->library->dropItem($this->handle, $id);
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
     * Does what is described: one operation, or a list of which all are done or none; docs/operations.md has them.
     *
     * @param array<array-key, mixed>|string $operations or their JSON
     */
    public function apply(array|string $operations): NativeResult
    {
        return $this->library->apply($this->handle, $operations);
    }

    /**
     * What the last change did; null if there was none since the cart was loaded, or it was refused.
     */
    public function result(): ?NativeResult
    {
        return $this->library->lastResult($this->handle);
    }

    /**
     * Takes everything out: items, conditions, metadata.
     */
    public function clear(): void
    {
        $this->library->clearCart($this->handle);
    }

    public function setMetadata(string $key, mixed $value): void
    {
        $this->library->setCartMetadata($this->handle, $key, $value);
    }

    /**
     * Whether there was a value.
     */
    public function removeMetadata(string $key): bool
    {
        return $this->library->removeCartMetadata($this->handle, $key);
    }

    /**
     * The value of a key, null also if it has none; without a key all values by their keys.
     */
    public function metadata(?string $key = null): mixed
    {
        return $this->library->cartMetadata($this->handle, $key);
    }

    /**
     * The items that are in both of two hosted carts, as NativeMergePlan::conflicts() has them.
     *
     * @param int $strategy one of Abi::MERGE_*
     *
     * @return list<array<string, mixed>>
     */
    public function conflictsWith(self $other, int $strategy): array
    {
        return $this->library->conflictsOfCarts($this->handle, $other->handle, $strategy);
    }

    /**
     * Takes another hosted cart in, which stays as it is: whoever stores this one removes it in the same commit.
     *
     * @param array<string, array<string, mixed>> $resolutions what was decided, by line
     */
    public function merge(self $other, int $strategy, array $resolutions = []): ?NativeResult
    {
        return $this->library->mergeCarts($this->handle, $other->handle, $strategy, $resolutions);
    }

    public function has(string $id): bool
    {
        return $this->library->has($this->handle, $id);
    }

    /**
     * Whether conditions come and go by their rules.
     */
    public function hasRules(): bool
    {
        return $this->library->hasRules($this->handle);
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
