<?php

declare(strict_types=1);

namespace Cartwright\Storage\Bound;

use Cartwright\Storage\ColumnText;
use Cartwright\Storage\EngineText;

/**
 * Lines in stored form, as the operations that make them. Their numbers are checked as those of any cart; what rules had
 * put on stays theirs.
 *
 * @internal
 */
final class StoredOperations
{
    /** What a condition is made of; all else in its stored form is computed. */
    private const CONDITION = ['name', 'type', 'target', 'value', 'attributes', 'order', 'rules'];

    /**
     * @param array<array-key, mixed> $items
     * @param list<array-key> $there the ids of the items that these take the place of
     *
     * @return list<string>
     */
    public static function ofItems(array $items, array $there): array
    {
        ColumnText::checkCount($items);
        ColumnText::of($items, 'items');
        $operations = array_map(
            static fn (int|string $id): string => EngineText::operation('remove', ['id' => (string) $id]),
            $there,
        );
        $byRules = [];

        foreach ($items as $id => $item) {
            $item = (array) $item;
            $id = (string) ($item['id'] ?? $id);
            $conditions = [];

            foreach ($item['conditions'] ?? [] as $condition) {
                if (self::isByRules($condition)) {
                    $text = self::condition($condition);
                    $byRules[$text][] = $id;
                } else {
                    $conditions[] = self::condition($condition);
                }
            }

            $operations[] = EngineText::operation('add', ['id' => $id], [
                'name' => self::json($item['name'] ?? ''),
                'price' => self::json($item['price'] ?? 0),
                'quantity' => self::json($item['quantity'] ?? 1),
                'attributes' => self::json($item['attributes'] ?? []),
                'conditions' => '[' . implode(',', $conditions) . ']',
                'model' => self::json($item['associated_model'] ?? null),
            ]);
        }

        foreach ($byRules as $condition => $lines) {
            $operations[] = self::follow($condition, '"lines":' . self::json($lines));
        }

        return $operations;
    }

    /**
     * @param array<array-key, mixed> $conditions
     *
     * @return list<string>
     */
    public static function ofConditions(array $conditions): array
    {
        ColumnText::of($conditions, 'conditions');
        $operations = [EngineText::operation('clear_conditions')];

        foreach ($conditions as $condition) {
            $text = self::condition($condition);
            $operations[] = self::isByRules($condition)
                ? self::follow($text, '"applies":true')
                : EngineText::operation('add_condition', [], ['condition' => $text]);
        }

        return $operations;
    }

    private static function follow(string $condition, string $where): string
    {
        return EngineText::operation('follow', [], ['verdicts' => "[{\"condition\":{$condition},{$where}}]"]);
    }

    private static function condition(mixed $condition): string
    {
        return self::json((object) array_intersect_key((array) $condition, array_flip(self::CONDITION)));
    }

    private static function isByRules(mixed $condition): bool
    {
        return (((array) $condition)['by_rules'] ?? false) === true;
    }

    private static function json(mixed $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR);
    }
}
