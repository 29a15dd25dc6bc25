<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use MasyukAI\Cart\Exceptions\CartException;

/**
 * The connection was lost while a change was committed: it may have been written or not. Read the cart before trying again.
 */
final class OutcomeUnknownException extends CartException
{
    use CarriesDetail;
}
