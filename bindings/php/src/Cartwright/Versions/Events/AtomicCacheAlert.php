<?php

declare(strict_types=1);

namespace Cartwright\Versions\Events;

use Cartwright\Versions\Metrics\AlertType;

/**
 * An alarm was raised. The same one is told once in `versions.monitoring.cooldown` seconds.
 */
final readonly class AtomicCacheAlert
{
    /**
     * @param array<string, mixed> $metrics what it was raised for
     * @param list<string> $actionsTaken what was done about it
     */
    public function __construct(public AlertType $type, public array $metrics, public array $actionsTaken)
    {
    }
}
