<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use OutOfBoundsException;

/**
 * No currency has this code.
 */
final class UnknownCurrencyException extends OutOfBoundsException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'unknown_currency';
}
