<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * A defect of the library. A cart that the call was changing is refused until it is loaded again.
 */
final class DefectException extends NativeException
{
    public const KIND = 'internal';
}
