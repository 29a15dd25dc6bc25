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

    /**
     * The cart in the engine belongs to this process; the copy that a queue or a session makes reads its own.
     *
     * @return array<string, mixed>
     */
    public function __serialize(): array
    {
        return ['resident' => null] + get_object_vars($this);
    }

    /**
     * @param array<string, mixed> $properties
     */
    public function __unserialize(array $properties): void
    {
        foreach ($properties as $name => $value) {
            $this->{$name} = $value;
        }
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
