<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use InvalidArgumentException;

/**
 * A text is not UTF-8, or a value is not JSON.
 */
final class InvalidTextException extends InvalidArgumentException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'invalid_text';
}
