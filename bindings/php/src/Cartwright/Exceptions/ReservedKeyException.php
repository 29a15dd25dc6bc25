<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use InvalidArgumentException;

/**
 * A key of the metadata is kept for something else.
 */
final class ReservedKeyException extends InvalidArgumentException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reserved_key';
}
