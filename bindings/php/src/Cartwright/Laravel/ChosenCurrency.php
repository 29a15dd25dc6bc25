<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Contracts\Config\Repository;

/**
 * Some applications set `cart.default_currency`, which the original does not read. It is taken where neither
 * `cart.money.default_currency` nor CART_DEFAULT_CURRENCY, which it does read, says anything: what those say is what
 * such an application has seen so far.
 *
 * @internal
 */
final class ChosenCurrency
{
    /**
     * What the application itself has chosen; to be asked before the package's settings are merged into its own.
     */
    public static function of(Repository $config): ?string
    {
        $chosen = $config->get('cart.default_currency');
        $isSaidElsewhere = $config->get('cart.money.default_currency') !== null
            || ! in_array(env('CART_DEFAULT_CURRENCY'), [null, ''], true);

        return $isSaidElsewhere || ! is_string($chosen) || $chosen === '' ? null : $chosen;
    }
}
