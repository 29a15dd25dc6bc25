<?php

declare(strict_types=1);

namespace Cartwright\Conditions;

use Cartwright\Native\Library;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * The number that stands in a condition's value, whatever is done with it: 5 of `+5`, `5%` and `*5`, -5 of `-5%`.
 *
 * @internal
 */
final class WrittenNumber
{
    public static function of(CartCondition $condition): float
    {
        $value = $condition->getValue();

        if (is_float($value)) {
            return $value;
        }

        $sign = str_starts_with($value, '-') ? '-' : '';
        $digits = rtrim(ltrim($value, '+-*/%'), '%');

        // Read as an amount that is added, the number comes out as it stands there.
        return Library::instance()->checkCondition('number', 'number', 'total', "+{$sign}{$digits}")->number;
    }
}
