<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use InvalidArgumentException;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Operations as the JSON that the engine takes; docs/operations.md says what there is.
 *
 * @internal
 */
final class EngineText
{
    /**
     * @param array<string, string|bool|list<string>|null> $members null stays out
     * @param array<string, string> $json members that are JSON already
     */
    public static function operation(string $name, array $members = [], array $json = []): string
    {
        $text = '{"op":' . self::value($name);

        foreach ($members as $key => $member) {
            $text .= $member === null ? '' : ",\"{$key}\":" . self::value($member);
        }

        foreach ($json as $key => $member) {
            $text .= ",\"{$key}\":{$member}";
        }

        return "{$text}}";
    }

    /**
     * @throws InvalidArgumentException if its attributes or rules cannot be stored
     */
    public static function condition(CartCondition $condition): string
    {
        $new = ConditionAddition::forEngine($condition);

        return '{"name":' . self::value($new->name)
            . ',"type":' . self::value($new->type)
            . ',"target":' . self::value($new->target)
            . ',"value":' . self::number($new->value)
            . ($new->attributesJson === null ? '' : ",\"attributes\":{$new->attributesJson}")
            . ",\"order\":{$new->order}"
            . ($new->rulesJson === null ? '' : ",\"rules\":{$new->rulesJson}")
            . '}';
    }

    /**
     * @throws InvalidArgumentException if its attributes cannot be stored
     */
    public static function shipping(CartCondition $shipping): string
    {
        $method = $shipping->getAttribute('method');
        $new = ConditionAddition::forEngine($shipping);

        return self::operation('set_shipping', [
            'name' => $new->name,
            'method' => is_string($method) ? $method : null,
        ], [
            'value' => self::number($new->value),
            'attributes' => $new->attributesJson ?? '[]',
        ]);
    }

    /**
     * @param bool|list<string> $applies
     */
    public static function verdict(CartCondition $condition, bool|array $applies): string
    {
        $where = is_bool($applies) ? 'applies' : 'lines';

        return '{"condition":' . self::condition($condition->withoutRules())
            . ",\"{$where}\":" . self::value($applies) . '}';
    }

    /**
     * A price or the value of a condition.
     */
    public static function number(string|int|float $value): string
    {
        return match (true) {
            is_int($value) => (string) $value,
            // With the 17 digits that tell every float from any other.
            is_float($value) => sprintf('%.17H', $value),
            default => self::value($value),
        };
    }

    /**
     * @param string|bool|list<string> $value
     */
    private static function value(string|bool|array $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR);
    }
}
