<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use InvalidArgumentException;

/**
 * A type, a version, a setting, a key or a call of data versions is none. The detail has the "reason".
 */
final class InvalidVersionsException extends InvalidArgumentException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'invalid_versions';
}
