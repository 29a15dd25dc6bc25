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
        $resolutions = [];

        foreach ($decide === null ? [] : $target->conflictsWith($source, $strategy->forEngine()) as $conflict) {
            $decision = $decide(MergeConflict::of($conflict));

            if ($decision !== null) {
                $resolutions[$conflict['line']] = $decision->toArray();
            }
        }

        return $resolutions;
    }
}
