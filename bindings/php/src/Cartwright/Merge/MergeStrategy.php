<?php

declare(strict_types=1);

namespace Cartwright\Merge;

use Cartwright\Native\Abi;

/**
 * What becomes of the quantity of an item that is in both carts.
 */
enum MergeStrategy: string
{
    /** Both quantities together. */
    case AddQuantities = 'add_quantities';

    /** The higher of the two. */
    case KeepHighestQuantity = 'keep_highest_quantity';

    /** That of the cart that takes the other one in. */
    case KeepUserCart = 'keep_user_cart';

    /** That of the cart that is taken in. */
    case ReplaceWithGuest = 'replace_with_guest';

    /**
     * By the name that stands in the settings; one that nobody knows adds quantities, as in the original.
     */
    public static function named(string $name): self
    {
        return self::tryFrom($name) ?? self::AddQuantities;
    }

    /**
     * @internal
     */
    public function forEngine(): int
    {
        return match ($this) {
            self::AddQuantities => Abi::MERGE_ADD_QUANTITIES,
            self::KeepHighestQuantity => Abi::MERGE_KEEP_HIGHEST_QUANTITY,
            self::KeepUserCart => Abi::MERGE_KEEP_USER_CART,
            self::ReplaceWithGuest => Abi::MERGE_REPLACE_WITH_GUEST,
        };
    }
}
