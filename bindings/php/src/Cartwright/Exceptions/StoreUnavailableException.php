<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The store cannot be reached.
 */
final class StoreUnavailableException extends StoreException
{
    public const KIND = 'store_unavailable';
}
