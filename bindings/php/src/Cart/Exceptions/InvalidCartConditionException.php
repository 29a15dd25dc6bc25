<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Exceptions;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\HasKind;

/**
 * The values of a condition make none.
 */
class InvalidCartConditionException extends CartException implements EngineRefusal
{
    use HasKind;

    public const KIND = 'invalid_condition';

    public function __construct(string $message = 'Invalid cart condition')
    {
        parent::__construct($message);
    }
}
