<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

/**
 * What an alarm is raised for.
 */
enum AlertType: string
{
    /** A request that took too long. */
    case SlowResponse = 'slow_response';

    /** Too many requests of the last minutes have failed. */
    case ErrorRate = 'error_rate';

    /** The store of versions is being left alone, because it failed or was slow. */
    case StoreLeftAlone = 'store_left_alone';

    /**
     * The name under which alarms of this kind are counted.
     */
    public function counter(): string
    {
        return "alert.{$this->value}";
    }

    /**
     * How the log calls it.
     */
    public function message(): string
    {
        return match ($this) {
            self::SlowResponse => 'Atomic cache: a request was slow',
            self::ErrorRate => 'Atomic cache: too many requests fail',
            self::StoreLeftAlone => 'Atomic cache: the store of versions is left alone',
        };
    }

    /**
     * How loud the log says it.
     */
    public function level(): string
    {
        return $this === self::ErrorRate ? 'critical' : 'warning';
    }
}
