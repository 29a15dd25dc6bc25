<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Laravel\Settings;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Native\Library;
use Illuminate\Contracts\Foundation\Application;
use OutOfBoundsException;

/**
 * Whether the settings say what somebody believes they say.
 *
 * @internal
 */
final class SettingsCheck implements Check
{
    public function findings(Application $app): iterable
    {
        $findings = array_filter([
            self::currency(Settings::of($app)),
            self::strategy(Settings::of($app)),
            self::validation(Settings::of($app)),
        ]);

        return $findings === [] ? [Finding::fine('settings', 'all of them mean something')] : $findings;
    }

    private static function currency(Settings $settings): ?Finding
    {
        $currency = $settings->text('cart.money.default_currency', 'USD');

        try {
            Library::instance()->currency($currency);

            return null;
        } catch (OutOfBoundsException) {
            return Finding::problem(
                'settings',
                "cart.money.default_currency is '{$currency}', which is no currency: every total throws",
                'Set CART_DEFAULT_CURRENCY to a code of ISO 4217, such as EUR',
            );
        }
    }

    private static function strategy(Settings $settings): ?Finding
    {
        $strategy = $settings->text('cart.migration.merge_strategy', 'add_quantities');

        return MergeStrategy::tryFrom($strategy) !== null ? null : Finding::warning(
            'settings',
            "cart.migration.merge_strategy is '{$strategy}', which nobody knows: quantities are added",
            'Set CART_MERGE_STRATEGY to one of ' . implode(', ', array_column(MergeStrategy::cases(), 'value')),
        );
    }

    /**
     * The original has this setting and never reads it.
     */
    private static function validation(Settings $settings): ?Finding
    {
        return $settings->switch('cart.strict_validation', true) ? null : Finding::warning(
            'settings',
            'cart.strict_validation is off and changes nothing, as with the original: items and limits are always checked',
            'Take it out; how strictly prices and conditions are read is cart.switches.strict_parsing',
        );
    }
}
