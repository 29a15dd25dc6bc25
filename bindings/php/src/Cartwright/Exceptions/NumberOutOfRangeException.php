<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use MasyukAI\Cart\Exceptions\CartException;

/**
 * A price, a condition or a result has more digits than exact decimals can hold.
 */
final class NumberOutOfRangeException extends CartException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'number_out_of_range';
}
