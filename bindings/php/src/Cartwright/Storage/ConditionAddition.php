<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Native\NewCondition;
use InvalidArgumentException;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * A condition on its way onto a cart: the texts of it that the engine takes.
 *
 * @internal
 */
final class ConditionAddition
{
    /**
     * @throws InvalidArgumentException if its attributes or rules cannot be stored
     */
    public static function forEngine(CartCondition $condition): NewCondition
    {
        return new NewCondition(
            $condition->getName(),
            $condition->getType(),
            $condition->getTarget(),
            $condition->getValue(),
            StoredText::of($condition->getAttributes(), 'conditions'),
            $condition->getOrder(),
            StoredText::ofRules($condition->getRules()),
        );
    }
}
