<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The store may only be read.
 */
final class StoreReadOnlyException extends StoreException
{
    public const KIND = 'store_read_only';
}
