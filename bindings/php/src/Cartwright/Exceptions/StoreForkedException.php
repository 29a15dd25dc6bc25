<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The store was in the middle of something when this process was forked off, and cannot be used in it.
 */
final class StoreForkedException extends StoreException
{
    public const KIND = 'store_forked';
}
