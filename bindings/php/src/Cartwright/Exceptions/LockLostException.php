<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use MasyukAI\Cart\Exceptions\CartException;

/**
 * The lock is not the caller's, or not any more: what it protects may be in the hands of another.
 */
final class LockLostException extends CartException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'lock_lost';
}
