<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use ReflectionReference;

/**
 * Whether what the engine computes with could be changed behind an array: a PHP reference in it lets somebody else write
 * into it, and PHP still calls it the same array.
 *
 * @internal
 */
final class References
{
    private const COMPUTED = ['id', 'price', 'quantity', 'conditions'];

    /**
     * @param array<array-key, mixed> $items
     */
    public static function inItems(array $items): bool
    {
        foreach ($items as $key => $item) {
            if (ReflectionReference::fromArrayElement($items, $key) !== null) {
                return true;
            }

            if (! is_array($item)) {
                continue;
            }

            foreach (self::COMPUTED as $field) {
                if (array_key_exists($field, $item) && ReflectionReference::fromArrayElement($item, $field) !== null) {
                    return true;
                }
            }

            if (($item['conditions'] ?? []) !== [] && is_array($item['conditions']) && self::in($item['conditions'])) {
                return true;
            }
        }

        return false;
    }

    /**
     * @param array<array-key, mixed> $tree
     */
    public static function in(array $tree): bool
    {
        foreach ($tree as $key => $below) {
            if (ReflectionReference::fromArrayElement($tree, $key) !== null || is_array($below) && self::in($below)) {
                return true;
            }
        }

        return false;
    }
}
