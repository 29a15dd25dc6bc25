<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use InvalidArgumentException;
use JsonException;
use MasyukAI\Cart\Collections\CartConditionCollection;

/**
 * The text that a value of the application has in a column. null stands for what the engine writes by itself: no
 * attributes, no conditions, no model, no rules.
 *
 * @internal
 */
final class StoredText
{
    /**
     * @param array<array-key, mixed> $values
     */
    public static function of(array $values, string $column): ?string
    {
        return $values === [] ? null : self::encoded($values, $column);
    }

    public static function ofConditions(CartConditionCollection $conditions): ?string
    {
        $stored = [];

        foreach ($conditions as $condition) {
            $stored[$condition->getName()] = [
                ...$condition->toArray(),
                'rules' => self::storable($condition->getRules()),
            ];
        }

        return self::of($stored, 'items');
    }

    public static function ofModel(string|object|null $model): ?string
    {
        return $model === null ? null : self::encoded(self::model($model), 'items');
    }

    /**
     * What is stored of a model: the name of its class, or what is left of the object.
     *
     * @return array{class: class-string, id: mixed, data: array<array-key, mixed>}|string|null
     */
    public static function model(string|object|null $model): array|string|null
    {
        if (! is_object($model)) {
            return $model;
        }

        return [
            'class' => $model::class,
            'id' => $model->id ?? null,
            'data' => method_exists($model, 'toArray') ? $model->toArray() : (array) $model,
        ];
    }

    /**
     * Whether a stored cart can hold this text at all: JSON is UTF-8.
     */
    public static function canHold(string $text): bool
    {
        return preg_match('//u', $text) === 1;
    }

    /**
     * @param array<array-key, mixed>|null $rules
     */
    public static function ofRules(?array $rules): ?string
    {
        return self::of(self::storable($rules) ?? [], 'conditions');
    }

    /**
     * A closure cannot be stored; the original stored `{}` for it, which is a rule that can never be asked. A condition
     * with such a rule is stored without rules.
     *
     * @param array<array-key, mixed>|null $rules
     *
     * @return array<array-key, mixed>|null
     */
    private static function storable(?array $rules): ?array
    {
        foreach ($rules ?? [] as $rule) {
            if (is_object($rule)) {
                return null;
            }
        }

        return $rules;
    }

    /**
     * @return string what is stored of a value under a key, which has to be storable as well
     */
    public static function ofMetadata(string $key, mixed $value): string
    {
        self::encoded($key, 'metadata');

        return self::encoded($value, 'metadata');
    }

    private static function encoded(mixed $value, string $column): string
    {
        try {
            return json_encode($value, JSON_THROW_ON_ERROR);
        } catch (JsonException $failure) {
            throw new InvalidArgumentException(
                "Cannot validate {$column} data size: {$failure->getMessage()}",
                0,
                $failure,
            );
        }
    }
}
