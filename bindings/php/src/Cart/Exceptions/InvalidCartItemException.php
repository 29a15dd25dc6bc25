<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Exceptions;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\HasKind;

/**
 * The values of an item make none, or are beyond a limit.
 */
class InvalidCartItemException extends CartException implements EngineRefusal
{
    use HasKind;

    public const KIND = 'invalid_item';

    public function __construct(string $message = 'Invalid cart item')
    {
        parent::__construct($message);
    }
}
