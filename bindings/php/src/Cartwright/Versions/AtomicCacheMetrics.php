<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Native\NativeVersions;
use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\Metrics\AlertType;
use Cartwright\Versions\Metrics\Journal;
use Cartwright\Versions\Metrics\Mirrors;
use Cartwright\Versions\Metrics\Thresholds;
use Closure;
use DateTimeImmutable;
use DateTimeZone;

/**
 * What was counted of requests and of the store of versions by all processes, and what went wrong.
 */
final readonly class AtomicCacheMetrics
{
    /** What a request is counted as. */
    public const REQUEST = 'request';

    /**
     * @param Closure(): NativeVersions $engine
     *
     * @internal
     */
    public function __construct(
        private Closure $engine,
        private Counts $counts,
        private Mirrors $mirrors,
        private Thresholds $thresholds,
    ) {
    }

    /**
     * Counts one request.
     */
    public function record(int $micros, bool $succeeded): void
    {
        $this->counts->count(self::REQUEST, $micros, $succeeded);
    }

    /**
     * Hands what this process has counted to the journal, where the counts of all are added up.
     */
    public function flush(): void
    {
        ($this->engine)()->call('flush');
    }

    /**
     * Durations, success and error rate of requests and of invalidations, alerts and how the store is, of the last minutes.
     *
     * @return array<string, array<string, mixed>> "performance", "invalidations", "alerts", "store", "thresholds"
     */
    public function getCurrentMetrics(): array
    {
        $engine = ($this->engine)();
        $counted = array_column($engine->call('metrics', ['minutes' => $this->thresholds->windowMinutes]), null, 'name');
        $store = self::below('store.', $counted);
        $cache = self::below('cache.', $counted);

        return [
            'performance' => self::performance($counted[self::REQUEST] ?? []),
            'invalidations' => self::performance($counted['invalidation'] ?? [])
                + ['degraded' => $counted['invalidation.degraded']['count'] ?? 0],
            'alerts' => self::alerts($counted),
            'store' => [
                'breaker' => $engine->call('breaker')['state'],
                'operations' => array_sum(array_column($store, 'count')),
                'failures' => array_sum(array_column($store + $cache, 'errors')),
                'by_name' => array_map(self::performance(...), $store),
                'cache' => array_map(static fn (array $kind): int => $kind['count'], $cache),
            ],
            'thresholds' => $this->thresholds->toArray(),
        ];
    }

    /**
     * What went wrong in the last hours, and what was done about it; the newest first.
     *
     * @return list<array{timestamp: string, type: string, metrics: array<string, mixed>, actions_taken: list<string>}>
     */
    public function getRecentIncidents(int $hours = 24): array
    {
        $incidents = (new Journal(($this->engine)()))->of('incidents', $hours);

        return array_map(self::incident(...), array_reverse($incidents));
    }

    /**
     * Begins to count anew, after a false alarm. Incidents stay; who did it is noted.
     */
    public function reset(?string $who = null): void
    {
        ($this->engine)()->call('reset_metrics', ['who' => $who ?? 'the application']);
        $this->mirrors->forget();
    }

    /**
     * @param array<string, array<string, mixed>> $counted
     *
     * @return array<string, array<string, mixed>>
     */
    private static function below(string $prefix, array $counted): array
    {
        return array_filter($counted, static fn (string $name): bool => str_starts_with($name, $prefix), ARRAY_FILTER_USE_KEY);
    }

    /**
     * @param array<string, mixed> $counted
     *
     * @return array<string, int|float>
     */
    private static function performance(array $counted): array
    {
        $count = $counted['count'] ?? 0;
        $errors = $counted['errors'] ?? 0;
        $rate = $count === 0 ? 0.0 : round(100 * $errors / $count, 2);
        $ms = static fn (string $name): float => round(($counted["{$name}_us"] ?? 0) / 1000, 3);

        return [
            'total' => $count,
            'errors' => $errors,
            'success_rate' => round(100 - $rate, 2),
            'error_rate' => $rate,
            'duration_min_ms' => $ms('min'),
            'duration_max_ms' => $ms('max'),
            'duration_avg_ms' => $ms('avg'),
            'duration_p50_ms' => $ms('p50'),
            'duration_p95_ms' => $ms('p95'),
            'duration_p99_ms' => $ms('p99'),
        ];
    }

    /**
     * @param array<string, array<string, mixed>> $counted
     *
     * @return array<string, int>
     */
    private static function alerts(array $counted): array
    {
        $alerts = [];

        foreach (AlertType::cases() as $type) {
            $alerts[$type->value] = $counted[$type->counter()]['count'] ?? 0;
        }

        return $alerts;
    }

    /**
     * @param array<string, mixed> $written
     *
     * @return array{timestamp: string, type: string, metrics: array<string, mixed>, actions_taken: list<string>}
     */
    private static function incident(array $written): array
    {
        $at = DateTimeImmutable::createFromFormat('U.u', sprintf('%d.%03d', intdiv($written['at_ms'], 1000), $written['at_ms'] % 1000));
        $detail = json_decode($written['detail'], true);
        $actions = json_decode($written['actions'], true);
        $facts = is_array($detail) ? $detail : array_filter(['detail' => $written['detail']]);

        return [
            'timestamp' => $at->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d\TH:i:s.v\Z'),
            'type' => $written['kind'],
            'metrics' => $facts + array_filter(['subject' => $written['subject']]),
            // A list of the application's own, or the words of the engine.
            'actions_taken' => is_array($actions) ? $actions : array_values(array_filter([$written['actions']])),
        ];
    }
}
