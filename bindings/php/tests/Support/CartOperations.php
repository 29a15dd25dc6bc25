<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * The operations of the vectors, as calls of a Cart.
 */
final class CartOperations
{
    /**
     * @param array<string, mixed> $operation
     */
    public static function apply(Cart $cart, array $operation): void
    {
        match ($operation['op']) {
            'add' => self::add($cart, $operation),
            'update' => $cart->update($operation['id'], self::updateData($operation['data'])),
            'remove' => $cart->remove($operation['id']),
            'clear' => $cart->clear(),
            'add_condition' => $cart->addCondition(self::condition($operation)),
            'remove_condition' => $cart->removeCondition($operation['name']),
            'remove_conditions_by_type' => $cart->removeConditionsByType($operation['type']),
            'clear_conditions' => $cart->clearConditions(),
            'add_item_condition' => $cart->addItemCondition(
                $operation['id'],
                self::condition($operation['condition']),
            ),
            'remove_item_condition' => $cart->removeItemCondition($operation['id'], $operation['name']),
            'clear_item_conditions' => $cart->clearItemConditions($operation['id']),
            'set_shipping' => $cart->addShipping(
                $operation['name'],
                self::value($operation['value']),
                $operation['method'] ?? 'standard',
                self::json($operation['attributes'] ?? '[]'),
            ),
            'remove_shipping' => $cart->removeShipping(),
            'set_metadata' => $cart->setMetadata($operation['key'], self::json($operation['value'])),
            'remove_metadata' => $cart->removeMetadata($operation['key']),
            'register_dynamic' => $cart->registerDynamicCondition(self::condition($operation)),
            'unregister_dynamic' => $cart->removeDynamicCondition($operation['name']),
        };
    }

    /**
     * @param array<string, mixed> $item
     */
    public static function add(Cart $cart, array $item): void
    {
        $cart->add(
            $item['id'],
            $item['name'] ?? null,
            isset($item['price']) ? self::number($item['price']) : null,
            $item['quantity'] ?? 1,
            self::json($item['attributes'] ?? '[]'),
            array_map(self::condition(...), $item['conditions'] ?? []),
            $item['model'] ?? null,
        );
    }

    /**
     * @param array<string, mixed> $condition
     */
    public static function condition(array $condition): CartCondition
    {
        $attributes = $condition['attributes'] ?? [];

        return new CartCondition(
            $condition['name'],
            $condition['type'],
            $condition['target'] ?? 'subtotal',
            self::value($condition['value']),
            is_string($attributes) ? self::json($attributes) : $attributes,
            $condition['order'] ?? 0,
            self::json($condition['rules'] ?? 'null'),
        );
    }

    /**
     * @param array<string, mixed> $number tagged as in the vectors
     */
    public static function number(array $number): int|float|string
    {
        return $number['int'] ?? $number['text'] ?? (float) $number['float'];
    }

    /**
     * @param list<string> $classes
     */
    public static function declareModels(array $classes): void
    {
        foreach ($classes as $class) {
            if (! class_exists($class)) {
                $at = (int) strrpos($class, '\\');
                eval('namespace ' . substr($class, 0, $at) . '; class ' . substr($class, $at + 1) . ' {}');
            }
        }
    }

    /**
     * @param array<string, mixed> $data
     *
     * @return array<string, mixed>
     */
    private static function updateData(array $data): array
    {
        if (isset($data['price'])) {
            $data['price'] = self::number($data['price']);
        }

        if (isset($data['attributes'])) {
            $data['attributes'] = self::json($data['attributes']);
        }

        return $data;
    }

    private static function value(mixed $value): string|float
    {
        return is_array($value) ? match ($value['number']) {
            'INF' => INF,
            '-INF' => -INF,
            'NAN' => NAN,
            default => (float) $value['number'],
        } : $value;
    }

    private static function json(string $json): mixed
    {
        return json_decode($json, true, 512, JSON_THROW_ON_ERROR);
    }
}
