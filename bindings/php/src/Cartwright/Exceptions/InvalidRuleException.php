<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use InvalidArgumentException;

/**
 * A dynamic condition has no rules, or rules that cannot be read.
 */
final class InvalidRuleException extends InvalidArgumentException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'invalid_rule';
}
