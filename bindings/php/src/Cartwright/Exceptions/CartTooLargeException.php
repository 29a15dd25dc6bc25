<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use InvalidArgumentException;

/**
 * The cart would grow beyond a limit.
 */
final class CartTooLargeException extends InvalidArgumentException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'cart_too_large';
}
