<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Facades;

use Illuminate\Support\Facades\Facade;

/**
 * The cart of whoever is asking.
 *
 * @see \MasyukAI\Cart\CartManager
 * @see \MasyukAI\Cart\Cart
 */
class Cart extends Facade
{
    /**
     * Moves a cart to another identifier, in the place of the cart there. With one argument, an object: that takes the
     * place of the manager, as with every facade of Laravel, so that spy() and shouldReceive() work.
     *
     * @param string|object $oldIdentifier
     *
     * @return bool|null whether there was a cart to move; null for an object
     */
    public static function swap($oldIdentifier, ?string $newIdentifier = null, string $instance = 'default')
    {
        if ($newIdentifier === null) {
            parent::swap($oldIdentifier);

            return null;
        }

        return static::getFacadeRoot()->swap($oldIdentifier, $newIdentifier, $instance);
    }

    /**
     * @param string $method
     * @param array<array-key, mixed> $arguments
     */
    public static function __callStatic($method, $arguments): mixed
    {
        return static::getFacadeRoot()->{$method}(...$arguments);
    }

    protected static function getFacadeAccessor(): string
    {
        return 'cart';
    }
}
