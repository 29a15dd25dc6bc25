<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Exceptions;

use RuntimeException;

/**
 * This user is placing an order in another window right now.
 */
final class OrderInProgressException extends RuntimeException
{
}
