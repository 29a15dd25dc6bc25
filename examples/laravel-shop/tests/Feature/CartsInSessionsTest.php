<?php

declare(strict_types=1);

namespace Tests\Feature;

/**
 * The same with carts in sessions, where only the package's middleware keeps two requests from saving over each other.
 */
final class CartsInSessionsTest extends ManyAtOnceTest
{
    protected static function settings(): array
    {
        return ['CART_STORAGE_DRIVER' => 'session'];
    }
}
