<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use RuntimeException;

/**
 * A change of data cannot go on as it was begun. Each reason is a class of its own.
 */
abstract class VersionsException extends RuntimeException
{
}
