<?php

declare(strict_types=1);

namespace Cartwright\Demo\Page;

use Akaunting\Money\Money;

/**
 * Amounts as a customer reads them. This shop stores dollars.
 */
final class Amount
{
    /**
     * To the cent.
     */
    public static function dollars(int|float $amount): string
    {
        return self::signed(Money::USD($amount, true)->format());
    }

    /**
     * With all the digits it has, and two at least.
     */
    public static function exact(int|float $amount): string
    {
        $text = json_encode(abs($amount), JSON_THROW_ON_ERROR);
        [$whole, $fraction] = explode('.', $text) + [1 => ''];
        $grouped = preg_replace('/\B(?=(\d{3})+$)/', ',', $whole);

        return ($amount < 0 ? '−' : '') . '$' . $grouped . '.' . str_pad($fraction, 2, '0');
    }

    /**
     * With the sign that typesetters use.
     */
    public static function signed(string $text): string
    {
        return str_replace('-', '−', $text);
    }
}
