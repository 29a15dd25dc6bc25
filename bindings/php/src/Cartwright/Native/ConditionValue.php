<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * A condition's value, read.
 *
 * @internal
 */
final readonly class ConditionValue
{
    /**
     * @param string $operator one of % + - * /
     * @param float $number for a percentage the share
     */
    public function __construct(
        public string $operator,
        public float $number,
        public bool $isDiscount,
        public bool $isCharge,
        public bool $isPercentage,
    ) {
    }
}
