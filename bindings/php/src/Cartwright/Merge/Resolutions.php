<?php

declare(strict_types=1);

namespace Cartwright\Merge;

use Cartwright\Native\NativeCart;
use Closure;

/**
 * Asks the application about each item that is in both carts.
 *
 * @internal
 */
final class Resolutions
{
    /**
     * @param (Closure(MergeConflict): ?MergeDecision)|null $decide null leaves the item to the strategy
     *
     * @return array<string, array<string, string|int>> by the item's line
     */
    public static function of(NativeCart $target, NativeCart $source, MergeStrategy $strategy, ?Closure $decide): array
    {
        return $decide === null
            ? []
            : self::among($target->conflictsWith($source, $strategy->forEngine()), $decide);
    }

    /**
     * @param list<array<string, mixed>> $conflicts as the engine tells them
     * @param Closure(MergeConflict): ?MergeDecision $decide null leaves the item to the strategy
     *
     * @return array<string, array<string, string|int>> by the item's line
     */
    public static function among(array $conflicts, Closure $decide): array
    {
        $resolutions = [];

        foreach ($conflicts as $conflict) {
            $decision = $decide(MergeConflict::of($conflict));

            if ($decision !== null) {
                $resolutions[$conflict['line']] = $decision->toArray();
            }
        }

        return $resolutions;
    }
}
