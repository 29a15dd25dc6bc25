<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Merge\MergeConflict;
use Cartwright\Merge\MergeDecision;
use Cartwright\Merge\MergeResult;
use Cartwright\Merge\MergeStrategy;
use Closure;
use InvalidArgumentException;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * Takes one cart of a storage into another, as at a login the visitor's into the user's. The source is gone then.
 *
 * Quantities stop at the shop's limit, but not below what the target had. Too many items refuse the merge. A source
 * without items is left alone; one whose target has no items takes its place, with its conditions and metadata.
 */
final class CartMerge
{
    /**
     * In one step where the storage can: either both carts are as they were, or nothing of them is lost.
     *
     * @param string $target whose cart takes the other one in
     * @param string $source whose cart is taken in
     * @param (Closure(MergeConflict): ?MergeDecision)|null $decide asked about each item that is in both, perhaps more
     *     than once, while the carts are locked; null leaves the item to the strategy
     *
     * @throws InvalidArgumentException if the target would grow beyond a limit; both carts are as they were
     */
    public static function merge(
        StorageInterface $storage,
        string $target,
        string $source,
        string $instance = 'default',
        MergeStrategy $strategy = MergeStrategy::AddQuantities,
        ?Closure $decide = null,
    ): MergeResult {
        if ($target === $source) {
            return new MergeResult($target, $source, $instance, $strategy->value);
        }

        return HeldCarts::of($storage, $target, $instance)
            ->mergeFrom(HeldCarts::of($storage, $source, $instance), $strategy, $decide);
    }
}
