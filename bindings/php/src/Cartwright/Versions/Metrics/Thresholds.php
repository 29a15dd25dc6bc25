<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

use Cartwright\Laravel\Settings;
use Illuminate\Contracts\Container\Container;

/**
 * From when on something is an alarm.
 *
 * @internal
 */
final readonly class Thresholds
{
    /**
     * @param int $minimum requests without which a rate says nothing
     * @param int $cooldown seconds for which the same alarm is not acted upon again
     * @param int $mirror seconds after which the keys in the application's cache are written anew
     */
    public function __construct(
        public int $slowMs = 1000,
        public float $errorRate = 5.0,
        public int $windowMinutes = 5,
        public int $minimum = 20,
        public int $cooldown = 300,
        public int $mirror = 10,
    ) {
    }

    public static function of(Container $app): self
    {
        $settings = Settings::of($app);

        return new self(
            $settings->integer('versions.monitoring.slow_ms', 1000),
            $settings->number('versions.monitoring.error_rate', 5.0),
            max(1, $settings->integer('versions.monitoring.window_minutes', 5)),
            max(1, $settings->integer('versions.monitoring.minimum_requests', 20)),
            $settings->integer('versions.monitoring.cooldown', 300),
            $settings->integer('versions.monitoring.mirror', 10),
        );
    }

    /**
     * @return array<string, int|float>
     */
    public function toArray(): array
    {
        return [
            'slow_ms' => $this->slowMs,
            'error_rate' => $this->errorRate,
            'window_minutes' => $this->windowMinutes,
            'minimum_requests' => $this->minimum,
        ];
    }
}
