<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Conditions;

use Cartwright\Native\Library;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Contracts\Support\Jsonable;
use JsonSerializable;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Models\CartItem;
use ReflectionClass;
use Stringable;

/**
 * A discount, tax, fee or shipping cost: a value such as `-10%`, `+5`, `*2`, put on a subtotal, a total or an item.
 * Immutable.
 */
class CartCondition implements Arrayable, Jsonable, JsonSerializable, Stringable
{
    /** What fromStored() copies: an object whose properties are not set yet. */
    private static ?self $blank = null;

    private string $name;
    private string $type;
    private string $target;
    private string|float $value;
    private array $attributes;
    private int $order;
    private ?array $rules;

    /** How the value reads: one of `%`, `+`, `-`, `*`, `/`, with its number. */
    private string $operator;
    private float $parsedValue;
    private bool $isDiscount;
    private bool $isCharge;
    private bool $isPercentage;

    /**
     * @param array<string, mixed> $attributes
     * @param list<callable>|null $rules called as `rule($cart, ?$item)`; the condition applies if all say yes
     *
     * @throws InvalidCartConditionException
     */
    public function __construct(
        string $name,
        string $type,
        string $target,
        string|float $value,
        array $attributes = [],
        int $order = 0,
        ?array $rules = null,
    ) {
        $reading = Library::instance()->checkCondition($name, $type, $target, $value);

        $this->name = $name;
        $this->type = $type;
        $this->target = $target;
        $this->value = $value;
        $this->attributes = $attributes;
        $this->order = $order;
        $this->rules = $rules;
        $this->operator = $reading->operator;
        $this->parsedValue = $reading->number;
        $this->isDiscount = $reading->isDiscount;
        $this->isCharge = $reading->isCharge;
        $this->isPercentage = $reading->isPercentage;
    }

    /**
     * From what toArray() gives; its computed keys are ignored and computed again.
     *
     * @param array<string, mixed> $data
     *
     * @throws InvalidCartConditionException
     */
    public static function fromArray(array $data): static
    {
        foreach (['name', 'type', 'value'] as $key) {
            if (! isset($data[$key])) {
                throw new InvalidCartConditionException("Condition {$key} is required");
            }
        }

        return new static(
            $data['name'],
            $data['type'],
            $data['target'] ?? 'subtotal',
            $data['value'],
            $data['attributes'] ?? [],
            $data['order'] ?? 0,
            $data['rules'] ?? null,
        );
    }

    /**
     * From an array that came out of a storage and was checked by the engine: takes the computed keys as they are.
     *
     * A text storage keeps no closures. What stands in their place is no rule, so the condition comes back without it.
     *
     * @internal
     *
     * @param array<string, mixed> $data
     */
    public static function fromStored(array $data): self
    {
        $rules = isset($data['rules']) ? self::callableRules($data['rules']) : null;

        if (
            ! isset(
                $data['name'],
                $data['type'],
                $data['target'],
                $data['value'],
                $data['operator'],
                $data['parsed_value'],
                $data['is_discount'],
                $data['is_charge'],
                $data['is_percentage'],
            )
        ) {
            // Written by hand or by another program: read like any other array.
            return self::fromArray(['rules' => $rules] + $data);
        }

        $condition = clone (self::$blank ??= (new ReflectionClass(self::class))->newInstanceWithoutConstructor());
        $condition->name = $data['name'];
        $condition->type = $data['type'];
        $condition->target = $data['target'];
        $condition->value = $data['value'];
        $condition->attributes = $data['attributes'] ?? [];
        $condition->order = $data['order'] ?? 0;
        $condition->rules = $rules;
        $condition->operator = $data['operator'];
        $condition->parsedValue = $data['parsed_value'];
        $condition->isDiscount = $data['is_discount'];
        $condition->isCharge = $data['is_charge'];
        $condition->isPercentage = $data['is_percentage'];

        return $condition;
    }

    private static function callableRules(array $rules): ?array
    {
        return array_values(array_filter($rules, is_callable(...))) ?: null;
    }

    /**
     * What it is known by: of two of one name the later replaces the earlier.
     */
    public function getName(): string
    {
        return $this->name;
    }

    /**
     * What kind of condition it is: `discount`, `tax`, `fee`, `shipping` or the shop's own word.
     */
    public function getType(): string
    {
        return $this->type;
    }

    /**
     * `subtotal`, `total` or `item`.
     */
    public function getTarget(): string
    {
        return $this->target;
    }

    /**
     * As it was given: text, or a float.
     */
    public function getValue(): string|float
    {
        return $this->value;
    }

    /**
     * What the shop keeps with it.
     */
    public function getAttributes(): array
    {
        return $this->attributes;
    }

    /**
     * Its place among others, for those who sort by it.
     */
    public function getOrder(): int
    {
        return $this->order;
    }

    /**
     * What decides if it applies; null if it always does.
     */
    public function getRules(): ?array
    {
        return $this->rules;
    }

    /**
     * An attribute; the default if it is not there, or null.
     */
    public function getAttribute(string $key, mixed $default = null): mixed
    {
        return $this->attributes[$key] ?? $default;
    }

    /**
     * Whether there is such an attribute; one that is null is there.
     */
    public function hasAttribute(string $key): bool
    {
        return array_key_exists($key, $this->attributes);
    }

    /**
     * The value with this condition on it; at least 0, not rounded.
     */
    public function apply(float $value): float
    {
        return Library::instance()->applyCondition($this->value, $value);
    }

    /**
     * What this condition adds to the value (negative: takes off it).
     */
    public function getCalculatedValue(float $baseValue): float
    {
        return Library::instance()->conditionEffect($this->value, $baseValue);
    }

    /**
     * Whether it takes something off: `-10`, `-10%`.
     */
    public function isDiscount(): bool
    {
        return $this->isDiscount;
    }

    /**
     * Whether it adds something: `10`, `+10`, `10%`.
     */
    public function isCharge(): bool
    {
        return $this->isCharge;
    }

    /**
     * Whether its value is so many percent.
     */
    public function isPercentage(): bool
    {
        return $this->isPercentage;
    }

    /**
     * The same condition with other values; null keeps a value.
     *
     * @param array<string, mixed> $changes keys name, type, target, value, attributes, order, rules
     *
     * @throws InvalidCartConditionException
     */
    public function with(array $changes): static
    {
        return new static(
            $changes['name'] ?? $this->name,
            $changes['type'] ?? $this->type,
            $changes['target'] ?? $this->target,
            $changes['value'] ?? $this->value,
            $changes['attributes'] ?? $this->attributes,
            $changes['order'] ?? $this->order,
            $changes['rules'] ?? $this->rules,
        );
    }

    /**
     * Whether rules decide if it applies.
     */
    public function isDynamic(): bool
    {
        return $this->rules !== null && $this->rules !== [];
    }

    /**
     * Whether every rule says yes. Stops at the first that does not.
     */
    public function shouldApply(Cart $cart, ?CartItem $item = null): bool
    {
        foreach ($this->rules ?? [] as $rule) {
            if (! $rule($cart, $item)) {
                return false;
            }
        }

        return true;
    }

    /**
     * The same condition without rules, so that it can be stored.
     */
    public function withoutRules(): static
    {
        $condition = clone $this;
        $condition->rules = null;

        return $condition;
    }

    /**
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return [
            'name' => $this->name,
            'type' => $this->type,
            'target' => $this->target,
            'value' => $this->value,
            'attributes' => $this->attributes,
            'order' => $this->order,
            'rules' => $this->rules,
            'operator' => $this->operator,
            'parsed_value' => $this->parsedValue,
            'is_discount' => $this->isDiscount,
            'is_charge' => $this->isCharge,
            'is_percentage' => $this->isPercentage,
            'is_dynamic' => $this->isDynamic(),
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
        return "{$this->name} ({$this->type}): {$this->value}";
    }
}
