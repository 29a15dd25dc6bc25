<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use MasyukAI\Cart\Storage\StorageInterface;

/**
 * A storage that can tell which metadata a cart has, so that it comes along when the cart is taken into another.
 */
interface ListsMetadata extends StorageInterface
{
    /**
     * The keys under which something was stored; also null may be a value.
     *
     * @return list<string>
     */
    public function metadataKeys(string $identifier, string $instance): array;
}
