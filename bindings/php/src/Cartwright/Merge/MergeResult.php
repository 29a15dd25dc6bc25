<?php

declare(strict_types=1);

namespace Cartwright\Merge;

/**
 * What taking one cart into another came to.
 */
final readonly class MergeResult
{
    /**
     * @param string $target whose cart has taken the other one in
     * @param string $source whose cart was taken in; it is gone
     * @param string $strategy the strategy's name, `custom` if something was decided
     * @param bool $merged whether there was anything to take in; else nothing is changed
     * @param bool $moved whether the source has taken the place of a target without items
     * @param int $quantity sum of the quantities in the target now
     * @param list<MergeConflict> $conflicts the items that were in both
     * @param list<string> $limited the items of which more would have come out than the shop allows
     */
    public function __construct(
        public string $target,
        public string $source,
        public string $instance,
        public string $strategy,
        public bool $merged = false,
        public bool $moved = false,
        public int $quantity = 0,
        public array $conflicts = [],
        public array $limited = [],
    ) {
    }

    /**
     * @internal
     *
     * @param list<array<string, mixed>> $changes of the engine's merge
     */
    public static function of(string $target, string $source, string $instance, string $strategy, array $changes): self
    {
        foreach ($changes as $change) {
            if ($change['change'] === 'merged') {
                return new self(
                    $target,
                    $source,
                    $instance,
                    $change['strategy'],
                    true,
                    $change['moved'],
                    $change['quantity'],
                    array_map(MergeConflict::of(...), $change['conflicts']),
                    array_map(strval(...), $change['limited']),
                );
            }
        }

        return new self($target, $source, $instance, $strategy);
    }

    /**
     * Whether an item was in both carts.
     */
    public function hadConflicts(): bool
    {
        return $this->conflicts !== [];
    }
}
