<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use RuntimeException;

/**
 * The operating system has no random numbers, so nothing could be given an id.
 */
final class NoRandomnessException extends RuntimeException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'no_randomness';
}
