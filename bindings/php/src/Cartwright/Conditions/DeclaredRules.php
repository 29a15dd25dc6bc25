<?php

declare(strict_types=1);

namespace Cartwright\Conditions;

use Cartwright\Storage\RuleFacts;
use Cartwright\Storage\StoredText;
use InvalidArgumentException;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * Rules that are values, as docs/rules.md has them, and not callables.
 *
 * @internal
 */
final class DeclaredRules
{
    public static function areThoseOf(CartCondition $condition): bool
    {
        foreach ($condition->getRules() ?? [] as $rule) {
            if (! is_array($rule) || is_callable($rule)) {
                return false;
            }
        }

        return $condition->isDynamic();
    }

    /**
     * What the engine itself cannot check: it has no data of time zones.
     *
     * @throws InvalidArgumentException
     */
    public static function check(CartCondition $condition): void
    {
        RuleFacts::check((string) StoredText::ofRules($condition->getRules()));
    }
}
