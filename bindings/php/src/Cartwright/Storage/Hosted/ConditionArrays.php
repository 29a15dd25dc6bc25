<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Storage\StoredText;
use MasyukAI\Cart\Conditions\CartCondition;
use Throwable;

/**
 * Conditions as PHP's arrays, and what of them the engine computes with.
 *
 * @internal
 */
final class ConditionArrays
{
    /**
     * By name; what is no condition is left out, as in the original.
     *
     * @return array<array-key, array<string, mixed>>
     */
    public static function byName(mixed $stored): array
    {
        $conditions = [];

        foreach (is_array($stored) ? $stored : [] as $condition) {
            if ($condition instanceof CartCondition) {
                $condition = self::of($condition);
            }

            if (is_array($condition) && isset($condition['name'])) {
                $conditions[$condition['name']] = self::whole($condition);
            }
        }

        return $conditions;
    }

    /**
     * Closures cannot be stored: a condition with such rules is kept without them.
     *
     * @return array<string, mixed>
     */
    public static function of(CartCondition $condition): array
    {
        $rules = $condition->getRules();

        return ($rules !== null && StoredText::ofRules($rules) === null ? $condition->withoutRules() : $condition)
            ->toArray();
    }

    /**
     * JSON of what the engine computes with; null for none.
     *
     * @param array<array-key, array<string, mixed>> $conditions
     */
    public static function forEngine(array $conditions): ?string
    {
        $rows = [];

        foreach ($conditions as $condition) {
            if (is_float($condition['value'])) {
                // Floats are written with all of their digits.
                return self::oneByOne($conditions);
            }

            $rows[] = self::row($condition);
        }

        // What is not UTF-8 goes by another name.
        return $rows === [] ? null : (json_encode($rows) ?: self::oneByOne($conditions));
    }

    /**
     * @param array<array-key, array<string, mixed>> $conditions
     */
    private static function oneByOne(array $conditions): string
    {
        return '[' . implode(',', array_map(self::text(...), $conditions)) . ']';
    }

    /**
     * @param array<string, mixed> $condition
     *
     * @return array<string, string|int|bool>
     */
    private static function row(array $condition): array
    {
        $value = $condition['value'];
        $row = [
            'name' => (string) $condition['name'],
            'type' => (string) $condition['type'],
            'target' => (string) $condition['target'],
            'value' => is_int($value) ? $value : (string) $value,
            'order' => (int) $condition['order'],
        ];

        return ($condition['by_rules'] ?? false) === true ? $row + ['by_rules' => true] : $row;
    }

    /**
     * @param array<string, mixed> $condition
     */
    public static function text(array $condition): string
    {
        $value = $condition['value'];
        $value = is_float($value) ? sprintf('%.17H', $value) : self::json(is_int($value) ? $value : (string) $value);

        return '{"name":' . self::json(EngineName::of((string) $condition['name']))
            . ',"type":' . self::json(EngineName::of((string) $condition['type']))
            . ',"target":' . self::json((string) $condition['target'])
            . ",\"value\":{$value}"
            . ',"order":' . (int) $condition['order']
            . (($condition['by_rules'] ?? false) === true ? ',"by_rules":true' : '')
            . '}';
    }

    /**
     * With the keys that are computed; who wrote it by hand may have left them out.
     *
     * @param array<string, mixed> $condition
     *
     * @return array<string, mixed>
     */
    private static function whole(array $condition): array
    {
        $isWhole = isset(
            $condition['type'],
            $condition['target'],
            $condition['value'],
            $condition['attributes'],
            $condition['order'],
            $condition['operator'],
            $condition['parsed_value'],
            $condition['is_percentage'],
        );

        if ($isWhole) {
            return $condition;
        }

        try {
            return CartCondition::fromStored($condition)->toArray() + $condition;
        } catch (Throwable $failure) {
            throw CorruptLine::of("condition '{$condition['name']}'", $failure->getMessage(), $failure);
        }
    }

    private static function json(string|int $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
    }
}
