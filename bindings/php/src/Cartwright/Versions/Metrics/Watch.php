<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

use Cartwright\Native\NativeVersions;
use Cartwright\Versions\AtomicCacheMetrics;
use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\Events\AtomicCacheAlert;
use Closure;
use Illuminate\Contracts\Container\Container;
use Throwable;

/**
 * Looks after each request whether something is wrong, and does what is to be done then.
 *
 * @internal
 */
final readonly class Watch
{
    /**
     * @param Closure(): NativeVersions $engine
     */
    public function __construct(
        private Container $app,
        private Closure $engine,
        private AtomicCacheMetrics $metrics,
        private Counts $counts,
        private Mirrors $mirrors,
        private MonitoringLog $log,
        private Thresholds $thresholds,
    ) {
    }

    /**
     * @param array<string, mixed> $request what it was
     */
    public function over(int $micros, bool $succeeded, array $request): void
    {
        // Each by itself: what fails keeps nothing else from being done, and never reaches the answer.
        $this->safely(fn () => $this->slowness($micros, $request));
        $this->safely($this->metrics->flush(...));
        $this->safely(fn () => $succeeded || $this->errorRate($request));
        $this->safely($this->now(...));
    }

    /**
     * @param array<string, mixed> $request
     */
    private function slowness(int $micros, array $request): void
    {
        if ($micros > $this->thresholds->slowMs * 1000) {
            $this->raise(AlertType::SlowResponse, ['duration_ms' => round($micros / 1000, 3)] + $request);
        }
    }

    /**
     * A rate rises when a request fails, and at no other time.
     *
     * @param array<string, mixed> $request
     */
    private function errorRate(array $request): void
    {
        $performance = $this->metrics->getCurrentMetrics()['performance'];

        if ($performance['total'] >= $this->thresholds->minimum && $performance['error_rate'] > $this->thresholds->errorRate) {
            $this->raise(AlertType::ErrorRate, $performance + ['last' => $request]);
        }
    }

    /**
     * What is looked at once in a while by all processes together.
     */
    private function now(): void
    {
        if (! $this->mirrors->isTurn('mirror', $this->thresholds->mirror)) {
            return;
        }

        $metrics = $this->metrics->getCurrentMetrics();

        if ($metrics['store']['breaker'] !== 'closed') {
            $this->raise(AlertType::StoreLeftAlone, array_diff_key($metrics['store'], ['by_name' => 0, 'cache' => 0]));
        }

        $this->mirrors->write($metrics, $this->metrics->getRecentIncidents());
    }

    /**
     * @param array<string, mixed> $facts
     */
    private function raise(AlertType $alert, array $facts): void
    {
        $this->counts->count($alert->counter());
        $this->safely(fn () => $this->log->say($alert, $facts));

        if (! $this->isNews($alert)) {
            return;
        }

        $actions = array_map(fn (string $class): string => $this->act($class, $facts), $this->actions($alert));
        $this->safely(fn () => ($this->engine)()->call('incident', [
            'kind' => $alert->value,
            'subject' => (string) ($facts['path'] ?? ''),
            'actions' => $actions,
            'detail' => json_encode($facts, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE),
        ]));
        $this->safely(fn () => $this->app->make('events')->dispatch(new AtomicCacheAlert($alert, $facts, $actions)));
    }

    private function isNews(AlertType $alert): bool
    {
        try {
            return $this->mirrors->isTurn($alert->value, $this->thresholds->cooldown);
        } catch (Throwable) {
            // Rather twice than never.
            return true;
        }
    }

    /**
     * @return list<class-string<CorrectiveAction>>
     */
    private function actions(AlertType $alert): array
    {
        $setting = match ($alert) {
            AlertType::SlowResponse => 'versions.monitoring.actions.slow_response',
            AlertType::ErrorRate => 'versions.monitoring.actions.error_rate',
            AlertType::StoreLeftAlone => 'versions.monitoring.actions.store_left_alone',
        };

        return array_values((array) $this->app->make('config')->get($setting, []));
    }

    /**
     * @param array<string, mixed> $facts
     */
    private function act(string $class, array $facts): string
    {
        try {
            return $this->app->make($class)->act($facts);
        } catch (Throwable $failure) {
            return class_basename($class) . " failed: {$failure->getMessage()}";
        }
    }

    private function safely(Closure $work): void
    {
        try {
            $work();
        } catch (Throwable $failure) {
            try {
                report($failure);
            } catch (Throwable) {
                // Where even that is impossible, the answer is still more important.
            }
        }
    }
}
