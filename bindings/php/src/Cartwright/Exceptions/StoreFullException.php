<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * There is no room left in the store.
 */
final class StoreFullException extends StoreException
{
    public const KIND = 'store_full';
}
