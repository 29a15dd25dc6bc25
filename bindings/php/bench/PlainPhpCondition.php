<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use InvalidArgumentException;

/**
 * A condition of PlainPhpCart: checked and read when it is made, applied with PHP's floats.
 */
final class PlainPhpCondition
{
    private readonly string $operator;

    private readonly float $number;

    /**
     * @param array<string, mixed> $attributes
     * @param array<array-key, mixed>|null $rules
     */
    public function __construct(
        public readonly string $name,
        public readonly string $type,
        public readonly string $target,
        public readonly string|float $value,
        private readonly array $attributes = [],
        private readonly int $order = 0,
        private readonly ?array $rules = null,
    ) {
        foreach (['name' => $name, 'type' => $type, 'target' => $target] as $what => $text) {
            if (trim($text) === '') {
                throw new InvalidArgumentException("Condition {$what} cannot be empty");
            }
        }

        if (! in_array($target, ['subtotal', 'total', 'item'], true)) {
            throw new InvalidArgumentException('Condition target must be one of: subtotal, total, item');
        }

        if ($value === '' || $value === 0.0) {
            throw new InvalidArgumentException('Condition value cannot be empty');
        }

        [$this->operator, $this->number] = self::read((string) $value);
    }

    /**
     * @param array<string, mixed> $data
     */
    public static function fromArray(array $data): self
    {
        return new self(
            $data['name'],
            $data['type'],
            $data['target'] ?? 'subtotal',
            $data['value'],
            $data['attributes'] ?? [],
            $data['order'] ?? 0,
            $data['rules'] ?? null,
        );
    }

    public function apply(float $amount): float
    {
        $result = match ($this->operator) {
            '%' => $amount + $amount * $this->number,
            '+' => $amount + $this->number,
            '-' => $amount - $this->number,
            '*' => $amount * $this->number,
            '/' => $this->number == 0 ? $amount : $amount / $this->number,
        };

        return max(0.0, $result);
    }

    /**
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        $percentage = $this->operator === '%';

        return [
            'name' => $this->name,
            'type' => $this->type,
            'target' => $this->target,
            'value' => $this->value,
            'attributes' => $this->attributes,
            'order' => $this->order,
            'rules' => $this->rules,
            'operator' => $this->operator,
            'parsed_value' => $this->number,
            'is_discount' => $this->operator === '-' || $percentage && $this->number < 0,
            'is_charge' => $this->operator === '+' || $percentage && $this->number > 0,
            'is_percentage' => $percentage,
            'is_dynamic' => $this->rules !== null && $this->rules !== [],
        ];
    }

    /**
     * @return array{string, float}
     */
    private static function read(string $value): array
    {
        if (str_ends_with($value, '%')) {
            return ['%', (float) substr($value, 0, -1) / 100];
        }

        return in_array($value[0], ['+', '-', '*', '/'], true)
            ? [$value[0], (float) substr($value, 1)]
            : ['+', (float) $value];
    }
}
