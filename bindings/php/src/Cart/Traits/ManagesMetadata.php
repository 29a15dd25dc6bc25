<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use MasyukAI\Cart\Events\MetadataAdded;
use MasyukAI\Cart\Events\MetadataRemoved;

/**
 * What the application keeps with the cart: a note, a coupon that was typed in, where the visitor came from.
 */
trait ManagesMetadata
{
    /**
     * Stores a value with the cart, such as a note or a coupon's code.
     */
    public function setMetadata(string $key, mixed $value): static
    {
        $this->held()->setMetadata($key, $value);
        $this->dispatch(new MetadataAdded($key, $value, $this));

        return $this;
    }

    /**
     * A value that is stored with the cart; the default if there is none, or null.
     *
     * @return mixed the default also for a key whose value is null
     */
    public function getMetadata(string $key, mixed $default = null): mixed
    {
        return $this->held()->metadata($key) ?? $default;
    }

    /**
     * Whether a key has a value; null is none.
     */
    public function hasMetadata(string $key): bool
    {
        return $this->getMetadata($key) !== null;
    }

    /**
     * The key stays, with null as its value.
     */
    public function removeMetadata(string $key): static
    {
        $this->held()->removeMetadata($key);
        $this->dispatch(new MetadataRemoved($key, $this));

        return $this;
    }

    /**
     * Stores several values, by key.
     *
     * @param array<string, mixed> $metadata values by key, each stored as by a call of its own
     */
    public function setMetadataBatch(array $metadata): static
    {
        foreach ($metadata as $key => $value) {
            $this->setMetadata($key, $value);
        }

        return $this;
    }
}
