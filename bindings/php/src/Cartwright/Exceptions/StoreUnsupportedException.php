<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The store cannot do this.
 */
final class StoreUnsupportedException extends StoreException
{
    public const KIND = 'store_unsupported';
}
