<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use InvalidArgumentException;
use TypeError;

/**
 * What a call of update() asks for: the application's values, and the text of them that the engine takes.
 *
 * @internal
 */
final readonly class ItemEdit
{
    /**
     * @param int $quantityUpdate one of Abi::QUANTITY_*
     * @param array<array-key, mixed>|null $attributes
     */
    private function __construct(
        public int $quantityUpdate,
        public int $quantity,
        public ?string $name,
        public int|float|string|null $price,
        public ?array $attributes,
    ) {
    }

    /**
     * @param array<string, mixed> $data as update() takes it; what is missing or null stays
     *
     * @throws TypeError
     */
    public static function of(array $data): self
    {
        $update = Abi::QUANTITY_KEEP;
        $quantity = 0;

        if (isset($data['quantity'])) {
            $absolute = is_array($data['quantity']);
            $update = $absolute ? Abi::QUANTITY_TO : Abi::QUANTITY_BY;
            $quantity = self::wholeNumber($absolute ? $data['quantity']['value'] ?? 0 : $data['quantity'], ! $absolute);
        }

        $attributes = $data['attributes'] ?? null;
        $name = $data['name'] ?? null;
        $price = $data['price'] ?? null;
        self::expectType('name', $name === null || is_string($name), 'string', $name);
        $isPrice = $price === null || is_scalar($price) && ! is_bool($price);
        self::expectType('price', $isPrice, 'float|int|string', $price);
        self::expectType('attributes', $attributes === null || is_array($attributes), 'array', $attributes);

        return new self($update, $quantity, $name, $price, $attributes);
    }

    /**
     * Made before a cart is changed: encoding runs the application's code.
     *
     * @throws InvalidArgumentException if the attributes cannot be stored
     */
    public function forEngine(): ItemUpdate
    {
        return new ItemUpdate(
            $this->quantityUpdate,
            $this->quantity,
            $this->name,
            $this->price,
            $this->attributes === null ? null : StoredText::of($this->attributes, 'items') ?? '[]',
        );
    }

    private static function wholeNumber(mixed $quantity, bool $textToo): int
    {
        if ($textToo && is_string($quantity) && is_numeric($quantity) && is_int($quantity + 0)) {
            return (int) $quantity;
        }

        self::expectType('quantity', is_int($quantity), 'int', $quantity);

        return $quantity;
    }

    private static function expectType(string $key, bool $right, string $type, mixed $given): void
    {
        if (! $right) {
            throw new TypeError("Cart item {$key} must be of type {$type}, " . get_debug_type($given) . ' given');
        }
    }
}
