<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

use Closure;
use Illuminate\Contracts\Cache\Repository;

/**
 * The keys in the application's cache under which dashboards of an earlier system look: copies of what the engine has counted.
 * Nobody reads them here.
 *
 * @internal
 */
final class Mirrors
{
    private const PREFIX = 'atomic_cache_metrics.';

    private const SECONDS = 86_400;

    private const MOST_INCIDENTS = 100;

    /**
     * @param Closure(): Repository $cache
     */
    public function __construct(private readonly Closure $cache)
    {
    }

    /**
     * Whether it is this process' turn to do something that is done once in so many seconds by all of them together.
     */
    public function isTurn(string $what, int $seconds): bool
    {
        return $seconds <= 0 || ($this->cache)()->add(self::PREFIX . "turn.{$what}", 1, $seconds);
    }

    /**
     * @param array<string, mixed> $metrics
     * @param list<array{timestamp: string, type: string, metrics: array<string, mixed>, actions_taken: list<string>}> $incidents
     */
    public function write(array $metrics, array $incidents): void
    {
        $values = ['performance' => $metrics['performance'], 'incidents.recent' => array_slice($incidents, 0, self::MOST_INCIDENTS)];

        foreach ($metrics['alerts'] as $type => $count) {
            $values["alerts.{$type}"] = $count;
        }

        // The newest of each kind: the list begins with it.
        foreach (array_reverse($incidents) as $incident) {
            $values["incidents.{$incident['type']}"] = $incident;
        }

        foreach ($values as $name => $value) {
            ($this->cache)()->put(self::PREFIX . $name, $value, self::SECONDS);
        }
    }

    public function forget(): void
    {
        $names = ['performance', 'turn.mirror'];

        foreach (AlertType::cases() as $type) {
            array_push($names, "alerts.{$type->value}", "turn.{$type->value}");
        }

        foreach ($names as $name) {
            ($this->cache)()->forget(self::PREFIX . $name);
        }
    }
}
