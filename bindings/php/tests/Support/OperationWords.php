<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

/**
 * The steps of the vectors, written as the JSON of operations that a host would send.
 */
final class OperationWords
{
    /**
     * @param array<string, mixed> $step
     * @param list<string> $models the classes that the host knows
     */
    public static function of(array $step, array $models = []): string
    {
        $op = ['op' => self::json($step['op'])];

        return match ($step['op']) {
            'add' => self::object($op + self::item($step, $models)),
            'update' => self::object($op + [
                'id' => self::json($step['id']),
                'quantity' => self::quantity($step['data']['quantity'] ?? null),
                'name' => self::plain($step['data']['name'] ?? null),
                'price' => self::price($step['data']['price'] ?? null),
                'attributes' => $step['data']['attributes'] ?? null,
            ]),
            'add_condition', 'register_dynamic' => self::object($op + ['condition' => self::condition($step)]),
            'add_item_condition' => self::object(
                $op + ['id' => self::json($step['id']), 'condition' => self::condition($step['condition'])],
            ),
            'set_shipping' => self::object($op + [
                'name' => self::json($step['name']),
                'value' => self::conditionValue($step['value']),
                'method' => self::plain($step['method'] ?? null),
                'attributes' => $step['attributes'] ?? null,
            ]),
            'set_metadata' => self::object($op + ['key' => self::json($step['key']), 'value' => $step['value']]),
            'evaluate' => self::object(
                $op + ['now' => self::json($step['now']), 'zones' => self::json((object) $step['zones'])],
            ),
            'follow' => self::object($op + ['verdicts' => self::list(array_map(self::verdict(...), $step['verdicts']))]),
            // What is left holds nothing but texts, under the same keys.
            default => self::json($step),
        };
    }

    public static function json(mixed $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION);
    }

    /**
     * @param array<string, mixed> $condition
     */
    public static function condition(array $condition): string
    {
        return self::object([
            'name' => self::json($condition['name']),
            'type' => self::json($condition['type']),
            'target' => self::plain($condition['target'] ?? null),
            'value' => self::conditionValue($condition['value']),
            'attributes' => $condition['attributes'] ?? null,
            'order' => self::plain($condition['order'] ?? null),
            'rules' => $condition['rules'] ?? null,
        ]);
    }

    /**
     * @param array<string, ?string> $members JSON by key; what is null is left out
     */
    public static function object(array $members): string
    {
        $written = [];

        foreach ($members as $key => $json) {
            if ($json !== null) {
                $written[] = self::json((string) $key) . ':' . $json;
            }
        }

        return '{' . implode(',', $written) . '}';
    }

    /**
     * @param array<string, mixed> $item
     * @param list<string> $models
     *
     * @return array<string, ?string>
     */
    private static function item(array $item, array $models): array
    {
        $model = $item['model'] ?? null;

        return [
            'id' => self::json($item['id']),
            'name' => self::plain($item['name'] ?? null),
            'price' => self::price($item['price'] ?? null),
            'quantity' => self::plain($item['quantity'] ?? null),
            'attributes' => $item['attributes'] ?? null,
            'conditions' => self::list(array_map(self::condition(...), $item['conditions'] ?? [])),
            'model' => self::plain($model),
            'unknown_class' => in_array($model, $models, true) ? null : self::plain($model),
        ];
    }

    /**
     * @param array<string, mixed> $verdict
     */
    private static function verdict(array $verdict): string
    {
        return self::object([
            'condition' => self::condition($verdict['condition']),
            'applies' => self::plain($verdict['applies'] ?? null),
            'lines' => self::plain($verdict['lines'] ?? null),
        ]);
    }

    private static function quantity(mixed $quantity): ?string
    {
        $whole = static fn (mixed $value): int => is_numeric($value) ? (int) $value : 0;

        return match (true) {
            $quantity === null => null,
            is_array($quantity) => '{"to":' . $whole($quantity['value'] ?? 0) . '}',
            default => '{"by":' . $whole($quantity) . '}',
        };
    }

    /**
     * @param array<string, mixed>|null $price
     */
    private static function price(?array $price): ?string
    {
        return isset($price['float']) ? self::float($price['float']) : self::plain($price['int'] ?? $price['text'] ?? null);
    }

    private static function conditionValue(mixed $value): string
    {
        return is_array($value) ? self::float($value['number']) : self::json($value);
    }

    /**
     * A float has a fraction or an exponent. Infinities have no JSON; a host can but send their names.
     */
    private static function float(string $digits): string
    {
        return is_numeric($digits) ? self::json((float) $digits) : self::json($digits);
    }

    /**
     * @param list<string> $members
     */
    private static function list(array $members): string
    {
        return '[' . implode(',', $members) . ']';
    }

    private static function plain(mixed $value): ?string
    {
        return $value === null ? null : self::json($value);
    }
}
