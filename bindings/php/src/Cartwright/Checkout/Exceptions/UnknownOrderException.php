<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Exceptions;

use RuntimeException;

/**
 * There is no such order.
 */
final class UnknownOrderException extends RuntimeException
{
}
