<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use MasyukAI\Cart\Exceptions\CartException;

/**
 * What the storage holds under this cart's name is no cart.
 */
final class CorruptCartException extends CartException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'corrupt_cart';
}
