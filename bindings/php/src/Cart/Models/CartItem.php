<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Models;

use Cartwright\Config\CartLimits;
use Cartwright\Native\Library;
use Cartwright\Storage\StoredText;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Contracts\Support\Jsonable;
use Illuminate\Support\Collection;
use JsonException;
use JsonSerializable;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use MasyukAI\Cart\Models\Traits\AttributeTrait;
use MasyukAI\Cart\Models\Traits\ConditionTrait;
use MasyukAI\Cart\Models\Traits\MoneyTrait;
use ReflectionClass;
use Stringable;

/**
 * A line of a cart. Every change makes a new object, checked like a new item.
 */
readonly class CartItem implements Arrayable, Jsonable, JsonSerializable, Stringable
{
    use AttributeTrait;
    use ConditionTrait;
    use MoneyTrait;

    public string $id;
    public string $name;
    public float|int $price;
    public int $quantity;

    /** @var Collection<string, mixed> */
    public Collection $attributes;

    public CartConditionCollection $conditions;
    public string|object|null $associatedModel;

    /**
     * @param float|int|string $price a text is read without currency signs and thousands separators
     * @param array<string, mixed> $attributes
     * @param array<array-key, CartCondition|array<string, mixed>>|Collection<array-key, CartCondition> $conditions
     * @param string|object|null $associatedModel the name of a class or an object
     *
     * @throws InvalidCartItemException
     * @throws UnknownModelException
     */
    public function __construct(
        string|int $id,
        string $name,
        float|int|string $price,
        int $quantity,
        array $attributes = [],
        array|Collection $conditions = [],
        string|object|null $associatedModel = null,
    ) {
        $library = Library::instance();
        $limits = CartLimits::current();
        $id = (string) $id;

        if (is_string($price)) {
            $price = $library->parsePrice($price);
        }

        $library->checkItem($id, $name, $price, $quantity, $limits->maxItemQuantity, $limits->maxStringLength);

        if (is_string($associatedModel) && $associatedModel !== '' && ! class_exists($associatedModel)) {
            throw new UnknownModelException("Model class '{$associatedModel}' does not exist");
        }

        self::checkSize($attributes, $limits);

        $this->id = $id;
        $this->name = $name;
        $this->price = $price;
        $this->quantity = $quantity;
        $this->attributes = new Collection($attributes);
        $this->conditions = self::conditionsFrom($conditions);
        $this->associatedModel = $associatedModel;
    }

    /**
     * An item of values that the engine has checked.
     *
     * @internal
     *
     * @param array<string, mixed> $attributes
     */
    public static function fromChecked(
        string $id,
        string $name,
        int|float $price,
        int $quantity,
        array $attributes,
        CartConditionCollection $conditions,
        string|object|null $model,
    ): self {
        // What is cloned: an object whose properties are not set yet. Looked up once, as reflection is slow.
        static $blank;

        $item = clone ($blank ??= (new ReflectionClass(self::class))->newInstanceWithoutConstructor());
        $item->id = $id;
        $item->name = $name;
        $item->price = $price;
        $item->quantity = $quantity;
        $item->attributes = new Collection($attributes);
        $item->conditions = $conditions;
        $item->associatedModel = $model;

        return $item;
    }

    /**
     * An item as a storage holds it (the shape of toArray()), checked by the engine when it was loaded.
     *
     * Its price is a float, whatever it was when it was added. Limits that were lowered since and a model class that is
     * gone do not make a stored item unreadable.
     *
     * @internal
     *
     * @param array<string, mixed> $item
     */
    public static function fromStored(array $item): self
    {
        $conditions = new CartConditionCollection();

        foreach ($item['conditions'] ?? [] as $condition) {
            if (is_array($condition)) {
                $conditions->addCondition(CartCondition::fromStored($condition));
            } elseif ($condition instanceof CartCondition) {
                $conditions->addCondition($condition);
            }
        }

        $model = $item['associated_model'] ?? null;

        if (is_array($model)) {
            $class = $model['class'] ?? null;
            $model = is_string($class) && class_exists($class) ? $class : null;
        }

        return self::fromChecked(
            (string) $item['id'],
            $item['name'],
            (float) $item['price'],
            $item['quantity'],
            $item['attributes'] ?? [],
            $conditions,
            $model,
        );
    }

    /**
     * The same item in another quantity.
     *
     * @throws InvalidCartItemException
     */
    public function setQuantity(int $quantity): static
    {
        if ($quantity < 1) {
            throw new InvalidCartItemException('Quantity must be at least 1');
        }

        return $this->copy(quantity: $quantity);
    }

    /**
     * The same item with another name, without spaces around it.
     *
     * @throws InvalidCartItemException
     */
    public function setName(string $name): static
    {
        $name = trim($name);

        if ($name === '' || $name === '0') {
            throw new InvalidCartItemException('Cart item name cannot be empty');
        }

        return $this->copy(name: $name);
    }

    /**
     * The same item at another price.
     *
     * @throws InvalidCartItemException
     */
    public function setPrice(float|int|string $price): static
    {
        if (is_string($price)) {
            $price = Library::instance()->parsePrice($price);
        }

        if ($price < 0) {
            throw new InvalidCartItemException('Price cannot be negative');
        }

        return $this->copy(price: $price);
    }

    /**
     * The same item with other values; null keeps a value.
     *
     * @param array<string, mixed> $attributes keys id, name, price, quantity, attributes, conditions, associated_model
     *
     * @throws InvalidCartItemException
     * @throws UnknownModelException
     */
    public function with(array $attributes): static
    {
        return $this->copy(
            $attributes['id'] ?? null,
            $attributes['name'] ?? null,
            $attributes['price'] ?? null,
            $attributes['quantity'] ?? null,
            $attributes['attributes'] ?? null,
            $attributes['conditions'] ?? null,
            $attributes['associated_model'] ?? null,
        );
    }

    /**
     * Whether both are the same line of a cart: the same id, whatever else differs.
     */
    public function equals(CartItem $other): bool
    {
        return $this->id === $other->id;
    }

    /**
     * A class name is compared exactly, an object by what it is an instance of.
     */
    public function isAssociatedWith(string $modelClass): bool
    {
        return is_object($this->associatedModel)
            ? $this->associatedModel instanceof $modelClass
            : $this->associatedModel === $modelClass;
    }

    /**
     * The model it was added with; read from a storage, the name of its class.
     */
    public function getAssociatedModel(): object|string|null
    {
        return $this->associatedModel;
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
            'conditions' => $this->conditions->toArray(),
            'associated_model' => StoredText::model($this->associatedModel),
        ];
    }

    /**
     * @return array<string, mixed>
     */
    public function jsonSerialize(): array
    {
        return $this->toArray();
    }

    public function toJson($options = 0): string
    {
        return json_encode($this->jsonSerialize(), $options);
    }

    public function __toString(): string
    {
        return sprintf('%s (ID: %s, Price: %.2f, Quantity: %d)', $this->name, $this->id, $this->price, $this->quantity);
    }

    /**
     * A new item; null keeps a value. It gets collections of its own.
     */
    private function copy(
        string|int|null $id = null,
        ?string $name = null,
        float|int|string|null $price = null,
        ?int $quantity = null,
        ?array $attributes = null,
        array|Collection|null $conditions = null,
        string|object|null $associatedModel = null,
    ): static {
        return new static(
            $id ?? $this->id,
            $name ?? $this->name,
            $price ?? $this->price,
            $quantity ?? $this->quantity,
            $attributes ?? $this->attributes->all(),
            $conditions ?? clone $this->conditions,
            $associatedModel ?? $this->associatedModel,
        );
    }

    /**
     * The conditions of an item as they may be given.
     *
     * Objects are keyed by their name, arrays by their key or, in a list, by their name too. Anything else is left out.
     *
     * @internal
     */
    public static function conditionsFrom(array|Collection $conditions): CartConditionCollection
    {
        if ($conditions instanceof CartConditionCollection) {
            return $conditions;
        }

        $arraysToo = is_array($conditions);
        $collection = new CartConditionCollection();

        foreach ($conditions as $key => $condition) {
            if ($condition instanceof CartCondition) {
                $collection->addCondition($condition);
            } elseif ($arraysToo && is_array($condition)) {
                $condition = CartCondition::fromArray($condition);
                $collection->put(is_int($key) ? $condition->getName() : $key, $condition);
            }
        }

        return $collection;
    }

    /**
     * The doubled word in the message is the original's; programs look for it.
     */
    private static function checkSize(array $attributes, CartLimits $limits): void
    {
        try {
            $size = strlen(json_encode($attributes, JSON_THROW_ON_ERROR));
        } catch (JsonException $exception) {
            throw new InvalidCartItemException(
                "Cannot validate item attributes data size: {$exception->getMessage()}",
            );
        }

        if ($size > $limits->maxDataSizeBytes) {
            throw new InvalidCartItemException(
                "Cart item item attributes data size ({$size} bytes) exceeds maximum allowed size of "
                . $limits->maxDataSizeText(),
            );
        }
    }
}
