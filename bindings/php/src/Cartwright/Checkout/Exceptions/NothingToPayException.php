<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Exceptions;

use RuntimeException;

/**
 * The cart comes to zero or less: nobody could pay for it, and nobody would have to.
 */
final class NothingToPayException extends RuntimeException
{
}
