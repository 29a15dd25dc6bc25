<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The store has given out every fence there is.
 */
final class FencesExhaustedException extends StoreException
{
    public const KIND = 'fences_exhausted';
}
