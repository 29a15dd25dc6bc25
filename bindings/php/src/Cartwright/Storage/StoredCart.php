<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * A cart as it was read: its identity, and the text of its columns unless the reader said that he knows this identity.
 */
final readonly class StoredCart
{
    /**
     * @param CartIdentity|null $identity null if there is no such cart
     * @param bool $known whether it still has the identity that the reader knows; then there is no text
     */
    public function __construct(
        public ?CartIdentity $identity,
        public bool $known = false,
        public ?string $items = null,
        public ?string $conditions = null,
        public ?string $metadata = null,
    ) {
    }
}
