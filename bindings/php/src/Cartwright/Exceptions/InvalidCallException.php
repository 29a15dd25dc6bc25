<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The call itself was wrong: a setting or a number that nobody knows, a cart of the wrong sort.
 */
final class InvalidCallException extends NativeException
{
    public const KIND = 'invalid_argument';
}
