<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use MasyukAI\Cart\Storage\StorageInterface;

/**
 * Whose cart it is.
 */
trait ManagesIdentifier
{
    public function getIdentifier(): string
    {
        return $this->identifier;
    }

    public function storage(): StorageInterface
    {
        return $this->storage;
    }
}
