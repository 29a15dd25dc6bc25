<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * An amount, rounded half up to two decimals.
 */
final readonly class PlainPhpMoney
{
    public int|float $amount;

    public function __construct(int|float $amount, public string $currency)
    {
        $this->amount = is_int($amount) ? $amount : round($amount, 2);
    }
}
