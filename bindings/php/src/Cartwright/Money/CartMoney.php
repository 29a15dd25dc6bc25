<?php

declare(strict_types=1);

namespace Cartwright\Money;

use Akaunting\Money\Money as Amount;
use Cartwright\Config\CartSettings;
use Error;

/**
 * Makes the Money that carts, items and conditions return: in the currency of `cart.money.default_currency`, read at
 * each call, and without Money's convert flag, so the plain number is the amount in minor units.
 *
 * @internal
 */
final class CartMoney
{
    /**
     * @param string $fallback the currency where the setting is missing
     */
    public static function of(int|float $amount, string $fallback = 'USD'): Amount
    {
        return Amount::{self::currency($fallback)}($amount);
    }

    /**
     * The currency of the settings.
     *
     * @param string $fallback the currency where the setting is missing
     */
    public static function currency(string $fallback = 'USD'): string
    {
        $currency = CartSettings::current()->currency($fallback);

        if (! is_string($currency)) {
            // What `Money::{$currency}()` says of a setting that is null.
            throw new Error('Method name must be a string');
        }

        return $currency;
    }
}
