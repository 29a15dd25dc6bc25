<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * A condition that was put on the cart or one of its items, or taken off.
 *
 * @internal
 */
final readonly class ConditionChange
{
    private const KINDS = [
        'condition_added' => Abi::CHANGE_CONDITION_ADDED,
        'condition_removed' => Abi::CHANGE_CONDITION_REMOVED,
        'item_condition_added' => Abi::CHANGE_ITEM_CONDITION_ADDED,
        'item_condition_removed' => Abi::CHANGE_ITEM_CONDITION_REMOVED,
    ];

    /**
     * @param int $kind Abi::CHANGE_CONDITION_* or Abi::CHANGE_ITEM_CONDITION_*
     * @param array<string, mixed> $condition in stored form
     * @param string|null $itemId whose it is; null for the cart's
     */
    public function __construct(public int $kind, public array $condition, public ?string $itemId = null)
    {
    }

    /**
     * Those among the changes of an operation, in order.
     *
     * @param list<array<string, mixed>> $changes
     *
     * @return list<self>
     */
    public static function among(array $changes): array
    {
        $found = [];

        foreach ($changes as $change) {
            $kind = self::KINDS[$change['change']] ?? null;

            if ($kind !== null) {
                $id = $change['item']['id'] ?? null;
                $found[] = new self($kind, $change['condition'], $id === null ? null : (string) $id);
            }
        }

        return $found;
    }

    /**
     * What is left of changes of which some undo earlier ones.
     *
     * @param list<self> $changes
     *
     * @return list<self>
     */
    public static function net(array $changes): array
    {
        $left = [];

        foreach ($changes as $change) {
            $place = "{$change->itemId}/{$change->condition['name']}/" . (int) ($change->itemId === null);

            if (isset($left[$place]) && $left[$place]->kind !== $change->kind) {
                unset($left[$place]);
            } else {
                $left[$place] = $change;
            }
        }

        return array_values($left);
    }
}
