<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Closure;
use Throwable;

/**
 * Tells the application of failures that stop nobody. A process tells the same one once in a minute: what every value of a page meets,
 * and every page of a server that lives on, would fill the log.
 *
 * @internal
 */
final class Reports
{
    private const PAUSE = 60.0;

    private const MOST = 100;

    /** @var array<string, float> when a failure was last told */
    private array $told = [];

    /**
     * @param Closure(): float $clock seconds that only go forward
     * @param Closure(Throwable): void $report
     */
    public function __construct(private readonly Closure $clock, private readonly Closure $report)
    {
    }

    public function tell(Throwable $failure): void
    {
        $now = ($this->clock)();
        $what = $failure::class . ': ' . $failure->getMessage();

        if ($now - ($this->told[$what] ?? -INF) < self::PAUSE) {
            return;
        }

        $this->told = count($this->told) < self::MOST ? [$what => $now] + $this->told : [$what => $now];
        ($this->report)($failure);
    }
}
