<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Storage\ResidentCart;
use Cartwright\Storage\VersionedStorage;
use LogicException;

/**
 * The cart in the engine, made when it is first asked for: making a Cart reads nothing.
 */
trait ManagesStorage
{
    private ?ResidentCart $resident = null;

    public function __clone()
    {
        $this->resident = null;
    }

    private function resident(): ResidentCart
    {
        return $this->resident ??= $this->storage instanceof VersionedStorage
            ? new ResidentCart($this->storage, $this->identifier, $this->instanceName)
            : throw new LogicException(
                'A cart needs a storage that compares versions (' . VersionedStorage::class . '); '
                . $this->storage::class . ' does not',
            );
    }
}
