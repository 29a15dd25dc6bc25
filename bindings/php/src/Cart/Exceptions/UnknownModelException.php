<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Exceptions;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\HasKind;
use Throwable;

/**
 * An item is associated with a model class that does not exist.
 */
class UnknownModelException extends CartException implements EngineRefusal
{
    use HasKind;

    public const KIND = 'unknown_model';

    public function __construct(string $message = 'Unknown model class', int $code = 0, ?Throwable $previous = null)
    {
        parent::__construct($message, $code, $previous);
    }
}
