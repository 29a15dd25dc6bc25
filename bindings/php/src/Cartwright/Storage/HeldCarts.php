<?php

declare(strict_types=1);

namespace Cartwright\Storage;

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
        return match (true) {
            $storage instanceof NativeStorage => new NativeBoundCart($storage, $identifier, $instance),
            $storage instanceof VersionedStorage => new ResidentCart($storage, $identifier, $instance),
            default => new HostedCart($storage, $identifier, $instance),
        };
    }
}
