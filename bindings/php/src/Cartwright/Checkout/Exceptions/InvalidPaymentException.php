<?php

declare(strict_types=1);

namespace Cartwright\Checkout\Exceptions;

use RuntimeException;

/**
 * A message about a payment that is not the gateway's, was changed, or is about other money than was asked for. Nothing was done.
 */
final class InvalidPaymentException extends RuntimeException
{
}
