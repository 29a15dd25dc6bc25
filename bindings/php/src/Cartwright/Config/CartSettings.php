<?php

declare(strict_types=1);

namespace Cartwright\Config;

/**
 * What every call reads of the settings, in one access. A test or a tenant may change them between two calls, so they are
 * asked for each time; but they hand out the same array until somebody changes it, which PHP tells by one comparison, and
 * then it comes to the same.
 *
 * @internal
 */
final class CartSettings
{
    private static ?self $last = null;

    public readonly CartLimits $limits;

    public readonly CartSwitches $switches;

    /** Whether operations are counted. */
    public readonly bool $countsOperations;

    /** Whether changes on a database queue for the row from the start. */
    public readonly bool $locksForUpdate;

    /** @var array<string, mixed> */
    private readonly array $money;

    private function __construct(private readonly mixed $read)
    {
        $this->limits = CartLimits::of($read['limits'] ?? null);
        $this->switches = CartSwitches::of($read['switches'] ?? null);
        $metrics = $read['metrics'] ?? null;
        // A file that was published by the original hands over what stands in the environment as it is: text.
        $this->countsOperations = filter_var($metrics['enabled'] ?? true, FILTER_VALIDATE_BOOLEAN);
        $database = $read['database'] ?? null;
        $this->locksForUpdate = (bool) ($database['lock_for_update'] ?? false);
        $this->money = is_array($read['money'] ?? null) ? $read['money'] : [];
    }

    /**
     * The currency, or the fallback where the setting is missing.
     */
    public function currency(string $fallback): mixed
    {
        return $this->money['default_currency'] ?? (array_key_exists('default_currency', $this->money) ? null : $fallback);
    }

    public static function current(): self
    {
        $read = CartConfig::get('cart');

        return self::$last !== null && self::$last->read === $read ? self::$last : self::$last = new self($read);
    }
}
