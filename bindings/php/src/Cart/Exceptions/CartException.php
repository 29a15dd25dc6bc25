<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Exceptions;

use Exception;

/**
 * What every exception of the cart is.
 */
class CartException extends Exception
{
}
