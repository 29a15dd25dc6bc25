<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * Others kept the store busy for too long; it may be tried again.
 */
final class StoreBusyException extends StoreException
{
    public const KIND = 'store_busy';
}
