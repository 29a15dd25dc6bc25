<?php

declare(strict_types=1);

namespace Cartwright\Storage\Bound;

use Cartwright\Config\CartLimits;
use Cartwright\Config\CartSwitches;
use Cartwright\Laravel\RetryPolicy;
use Cartwright\Money\CartMoney;
use SensitiveParameter;

/**
 * What an engine is told when it is opened, as the application's settings are now.
 *
 * @internal
 */
final class EngineSettings
{
    /**
     * @param int $busyTimeout milliseconds to wait while others write
     *
     * @return array<string, mixed>
     */
    public static function current(#[SensitiveParameter] string $store, int $busyTimeout): array
    {
        return [
            'store' => $store,
            'busy_timeout_ms' => max(0, $busyTimeout),
            'currency' => CartMoney::currency(),
            'limits' => CartLimits::current()->forEngine(),
            'switches' => CartSwitches::current()->forEngine(),
            'retry' => RetryPolicy::configured()->forEngine(),
            // The events that an application hears of are made of PHP's own values.
            'events' => false,
            'outbox' => false,
        ];
    }
}
