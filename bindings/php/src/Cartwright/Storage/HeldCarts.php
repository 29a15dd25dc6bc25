<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use LogicException;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * How a cart is held, by what its storage can do.
 *
 * @internal
 */
final class HeldCarts
{
    public static function of(StorageInterface $storage, string $identifier, string $instance): HeldCart
    {
        return $storage instanceof VersionedStorage
            ? new ResidentCart($storage, $identifier, $instance)
            : throw new LogicException(
                'A cart needs a storage that compares versions (' . VersionedStorage::class . '); '
                . $storage::class . ' does not',
            );
    }
}
