<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use MasyukAI\Cart\Cart;

/**
 * Which cart a manager speaks of in one request.
 *
 * @internal
 */
final class CurrentCart
{
    public string $instance = 'default';

    public ?Cart $cart = null;

    public ?CartSource $source = null;
}
