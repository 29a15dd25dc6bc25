<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use InvalidArgumentException;

/**
 * A lock's name, owner or time is none.
 */
final class InvalidLockException extends InvalidArgumentException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'invalid_lock';
}
