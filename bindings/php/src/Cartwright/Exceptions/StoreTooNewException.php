<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * The store was written by a newer version of the library.
 */
final class StoreTooNewException extends StoreException
{
    public const KIND = 'store_too_new';
}
