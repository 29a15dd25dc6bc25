<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use MasyukAI\Cart\Events\CartCleared;

/**
 * Several carts of one identifier: the cart, a wishlist, a quote.
 */
trait ManagesInstances
{
    /**
     * Which of his carts it is: `default`, or another name such as `wishlist`.
     */
    public function instance(): string
    {
        return $this->instanceName;
    }

    /**
     * Another cart of the same identifier; this one stays what it is.
     */
    public function setInstance(string $name): static
    {
        return new static($this->storage, $this->identifier, $this->events, $name, $this->eventsEnabled);
    }

    /**
     * Removes the cart with its items, conditions and metadata.
     */
    public function clear(): bool
    {
        $this->held()->clear();
        $this->dispatch(new CartCleared($this));

        return true;
    }
}
