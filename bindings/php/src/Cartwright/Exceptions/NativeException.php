<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use RuntimeException;

/**
 * The native library is missing, does not fit this package, or failed inside. Nothing a customer did causes it.
 */
class NativeException extends RuntimeException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'native';
}
