<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Exceptions;

use RuntimeException;

/**
 * The cart is empty.
 */
final class NothingToOrderException extends RuntimeException
{
}
