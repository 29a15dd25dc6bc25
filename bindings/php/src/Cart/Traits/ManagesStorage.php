<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Storage\HeldCart;
use Cartwright\Storage\HeldCarts;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * Where the cart is kept.
 */
trait ManagesStorage
{
    private ?HeldCart $held = null;

    public function __clone()
    {
        $this->held = null;
    }

    /**
     * Where the cart is kept.
     */
    public function storage(): StorageInterface
    {
        return $this->storage;
    }

    /**
     * The cart as it is held between calls, made when it is first asked for: making a Cart reads nothing.
     */
    private function held(): HeldCart
    {
        return $this->held ??= HeldCarts::of($this->storage, $this->identifier, $this->instanceName);
    }
}
