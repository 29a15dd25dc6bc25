<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Illuminate\Support\Collection;
use InvalidArgumentException;

/**
 * An item of PlainPhpCart: checked whenever it is made, with three readings of the settings, as every item of the
 * original is, also when it comes out of the storage.
 */
final readonly class PlainPhpItem
{
    public string $id;

    /** @var Collection<string, mixed> */
    public Collection $attributes;

    /** @var Collection<string, PlainPhpCondition> */
    public Collection $conditions;

    /**
     * @param array<string, mixed> $attributes
     * @param array<array-key, mixed> $conditions
     */
    public function __construct(
        string|int $id,
        public string $name,
        public float|int $price,
        public int $quantity,
        array $attributes = [],
        array $conditions = [],
        public string|object|null $associatedModel = null,
    ) {
        $this->id = (string) $id;
        $this->attributes = new Collection($attributes);
        $this->conditions = (new Collection($conditions))->map(
            static fn (mixed $one): PlainPhpCondition => is_array($one) ? PlainPhpCondition::fromArray($one) : $one,
        );
        $this->check();
    }

    public function setQuantity(int $quantity): self
    {
        if ($quantity < 1) {
            throw new InvalidArgumentException('Quantity must be at least 1');
        }

        return new self(
            $this->id,
            $this->name,
            $this->price,
            $quantity,
            $this->attributes->toArray(),
            $this->conditions->all(),
            $this->associatedModel,
        );
    }

    public function rawSubtotal(): float|int
    {
        $price = (float) $this->price;

        foreach ($this->conditions as $condition) {
            $price = $condition->apply($price);
        }

        return max(0.0, $price) * $this->quantity;
    }

    /**
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return [
            'id' => $this->id,
            'name' => $this->name,
            'price' => $this->price,
            'quantity' => $this->quantity,
            'attributes' => $this->attributes->toArray(),
            'conditions' => $this->conditions->map(static fn (PlainPhpCondition $one): array => $one->toArray())->all(),
            'associated_model' => $this->associatedModel,
        ];
    }

    private function check(): void
    {
        foreach (['ID' => $this->id, 'name' => $this->name] as $what => $text) {
            if (in_array(trim($text), ['', '0'], true)) {
                throw new InvalidArgumentException("Cart item {$what} cannot be empty");
            }
        }

        $longest = config('cart.limits.max_string_length', 255);

        if (strlen($this->id) > $longest || strlen($this->name) > $longest) {
            throw new InvalidArgumentException("Cart item ID or name cannot exceed {$longest} characters");
        }

        if ($this->price < 0) {
            throw new InvalidArgumentException('Cart item price cannot be negative');
        }

        $most = config('cart.limits.max_item_quantity', 10000);

        if ($this->quantity < 1 || $this->quantity > $most) {
            throw new InvalidArgumentException("Cart item quantity must be between 1 and {$most}");
        }

        if (is_string($this->associatedModel) && ! class_exists($this->associatedModel)) {
            throw new InvalidArgumentException("Model class '{$this->associatedModel}' does not exist");
        }

        $size = strlen(json_encode($this->attributes->toArray(), JSON_THROW_ON_ERROR));

        if ($size > config('cart.limits.max_data_size_bytes', 1024 * 1024)) {
            throw new InvalidArgumentException("Cart item attributes data size ({$size} bytes) exceeds the maximum");
        }
    }
}
