<?php

declare(strict_types=1);

namespace App\Pages;

use Akaunting\Money\Money;

/**
 * Amounts as a customer reads them.
 */
final class Amount
{
    public static function of(Money $money): string
    {
        return self::signed($money->format());
    }

    /**
     * With the sign that typesetters use.
     */
    public static function signed(string $text): string
    {
        return str_replace('-', '−', $text);
    }
}
