<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Services;

use Cartwright\Config\CartSettings;
use Cartwright\Laravel\Counters;
use Cartwright\Laravel\MetricsLog;
use Cartwright\Laravel\Settings;
use Illuminate\Container\Container;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Exceptions\CartConflictException;

/**
 * Counts what happens to carts, in the application's default cache.
 */
class CartMetricsService
{
    private const DAY = 86400;

    /** How long the counters of one day are kept. */
    private const WEEK = 7 * self::DAY;
    private const MONTH = 30 * self::DAY;

    private const HOUR = 3600;

    private const MEASUREMENTS_KEPT = 100;

    private const TIMED = ['add', 'update', 'remove', 'clear', 'get'];

    /** Operations whose counters are known without a list of them in the cache. */
    private const OPERATIONS = [
        'add', 'update', 'remove', 'clear', 'get', 'has', 'addCondition', 'removeCondition', 'clearConditions',
        'associate', 'taxRate', 'count', 'content', 'subtotal', 'total', 'tax', 'discount', 'retry_success',
    ];

    /** Where the names of all others stand. */
    private const OTHER_OPERATIONS = 'operation_names';

    private const CARTS = 'carts';
    private const CONDITIONS = 'conditions';

    private ?Counters $counters = null;

    /**
     * Counts a call such as `add`.
     *
     * @param array<string, mixed> $context
     */
    public function recordOperation(string $operation, array $context = []): void
    {
        if (! $this->isEnabled()) {
            return;
        }

        $this->know($operation);
        $counters = $this->counters();
        $counters->increment("operations:{$operation}");
        $counters->increment("operations:{$operation}:" . $this->today(), self::WEEK);
        MetricsLog::info('Cart operation recorded', ['operation' => $operation] + $context);
    }

    /**
     * Counts a conflict that came through.
     *
     * @param array<string, mixed> $context
     */
    public function recordConflict(CartConflictException $exception, array $context = []): void
    {
        if (! $this->isEnabled() || ! $this->settings()->switch('cart.metrics.track_conflicts', true)) {
            return;
        }

        $severity = $exception->isMinorConflict() ? 'minor' : 'major';
        $this->counters()->increment('conflicts');
        $this->counters()->increment('conflicts:' . $this->today(), self::WEEK);
        $this->counters()->increment("conflicts:severity:{$severity}");
        MetricsLog::warning('Cart conflict detected', [
            'severity' => $severity,
            'attempted_version' => $exception->getAttemptedVersion(),
            'current_version' => $exception->getCurrentVersion(),
        ] + $context);
    }

    /**
     * Keeps how many seconds a call took, of the last hundred.
     *
     * @param float $executionTime seconds
     * @param array<string, mixed> $context
     */
    public function recordPerformance(string $operation, float $executionTime, array $context = []): void
    {
        if (! $this->isEnabled()) {
            return;
        }

        $this->know($operation);
        $measured = (array) ($this->counters()->get("performance:{$operation}") ?? []);
        $measured[] = ['time' => $executionTime, 'timestamp' => Carbon::now()->timestamp, 'context' => $context];
        $this->counters()->put(
            "performance:{$operation}",
            array_slice($measured, -self::MEASUREMENTS_KEPT),
            self::HOUR,
        );

        $facts = ['operation' => $operation, 'execution_time' => $executionTime] + $context;
        MetricsLog::info('Cart performance recorded', $facts);

        if ($executionTime > $this->settings()->number('cart.metrics.slow_operation_threshold', 1.0)) {
            MetricsLog::warning('Slow cart operation detected', $facts);
        }
    }

    /**
     * A cart was left behind.
     *
     * @param array<string, mixed> $context
     */
    public function recordAbandonment(string $identifier, string $instance, array $context = []): void
    {
        $this->recordEnd('abandonments', 'Cart abandonment recorded', $instance, $context);
    }

    /**
     * A cart was bought.
     *
     * @param array<string, mixed> $context
     */
    public function recordConversion(string $identifier, string $instance, array $context = []): void
    {
        $this->recordEnd('conversions', 'Cart conversion recorded', $instance, $context);
    }

    /**
     * Everything that was counted: totals, and those of today.
     *
     * @return array{
     *     operations: array{total: int, today: int},
     *     conflicts: array{total: int, today: int, minor: int, major: int},
     *     abandonments: array{total: int, today: int},
     *     conversions: array{total: int, today: int},
     *     performance: array<string, array{avg: float, min: float, max: float, count: int}|null>
     * }
     */
    public function getMetricsSummary(): array
    {
        return [
            'operations' => $this->operations(),
            'conflicts' => $this->totalAndToday('conflicts') + [
                'minor' => $this->counters()->count('conflicts:severity:minor'),
                'major' => $this->counters()->count('conflicts:severity:major'),
            ],
            'abandonments' => $this->totalAndToday('abandonments'),
            'conversions' => $this->totalAndToday('conversions'),
            'performance' => array_combine(self::TIMED, array_map($this->performance(...), self::TIMED)),
        ];
    }

    /**
     * How many conditions were put on for each cart that was begun.
     */
    public function getAverageConditionsPerCart(): float
    {
        $carts = $this->counters()->count(self::CARTS);

        return $carts === 0 ? 0.0 : $this->counters()->count(self::CONDITIONS) / $carts;
    }

    /**
     * A cart was begun.
     */
    public function handleCartCreated(CartCreated $event): void
    {
        if ($this->isEnabled()) {
            $this->counters()->increment(self::CARTS);
        }
    }

    /**
     * Counts a condition, for getAverageConditionsPerCart().
     */
    public function handleCartConditionAdded(CartConditionAdded $event): void
    {
        if ($this->isEnabled()) {
            $this->counters()->increment(self::CONDITIONS);
        }
    }

    /**
     * Begins to count anew.
     */
    public function clearMetrics(): void
    {
        $operations = $this->knownOperations();
        $names = [
            'conflicts', 'conflicts:severity:minor', 'conflicts:severity:major', 'abandonments', 'conversions',
            self::CARTS, self::CONDITIONS, self::OTHER_OPERATIONS,
        ];

        foreach ($operations as $operation) {
            array_push($names, "operations:{$operation}", "performance:{$operation}");
        }

        for ($day = 0; $day <= 30; $day++) {
            $date = Carbon::now()->subDays($day)->format('Y-m-d');
            array_push($names, "conflicts:{$date}", "abandonments:{$date}", "conversions:{$date}");

            // Those of operations are kept for a week.
            foreach ($day <= 7 ? $operations : [] as $operation) {
                $names[] = "operations:{$operation}:{$date}";
            }
        }

        array_map($this->counters()->forget(...), $names);
    }

    /**
     * Whose cart it was is not written anywhere: an identifier may be the id of a session.
     *
     * @param array<string, mixed> $context
     */
    private function recordEnd(string $what, string $message, string $instance, array $context): void
    {
        if (! $this->isEnabled()) {
            return;
        }

        $this->counters()->increment($what);
        $this->counters()->increment("{$what}:" . $this->today(), self::MONTH);
        MetricsLog::info($message, ['instance' => $instance] + $context);
    }

    /**
     * @return array{total: int, today: int}
     */
    private function totalAndToday(string $what): array
    {
        return [
            'total' => $this->counters()->count($what),
            'today' => $this->counters()->count("{$what}:" . $this->today()),
        ];
    }

    /**
     * @return array{total: int, today: int}
     */
    private function operations(): array
    {
        $sum = ['total' => 0, 'today' => 0];

        foreach ($this->knownOperations() as $operation) {
            foreach ($this->totalAndToday("operations:{$operation}") as $key => $count) {
                $sum[$key] += $count;
            }
        }

        return $sum;
    }

    /**
     * @return array{avg: float, min: float, max: float, count: int}|null
     */
    private function performance(string $operation): ?array
    {
        $times = array_column((array) ($this->counters()->get("performance:{$operation}") ?? []), 'time');

        return $times === [] ? null : [
            'avg' => round(array_sum($times) / count($times), 4),
            'min' => round(min($times), 4),
            'max' => round(max($times), 4),
            'count' => count($times),
        ];
    }

    private function know(string $operation): void
    {
        // Of the usual ones nothing is asked of the cache.
        if (! in_array($operation, self::OPERATIONS, true) && ! in_array($operation, $this->knownOperations(), true)) {
            $others = (array) ($this->counters()->get(self::OTHER_OPERATIONS) ?? []);
            $this->counters()->put(self::OTHER_OPERATIONS, [...$others, $operation]);
        }
    }

    /**
     * @return list<string>
     */
    private function knownOperations(): array
    {
        return [...self::OPERATIONS, ...(array) ($this->counters()->get(self::OTHER_OPERATIONS) ?? [])];
    }

    private function isEnabled(): bool
    {
        return CartSettings::current()->countsOperations;
    }

    private function settings(): Settings
    {
        return Settings::of(Container::getInstance());
    }

    private function today(): string
    {
        // What Carbon says, at a tenth of the cost where nobody travels in time.
        return Carbon::hasTestNow() ? Carbon::now()->format('Y-m-d') : date('Y-m-d');
    }

    private function counters(): Counters
    {
        // The cache that the application has at this moment: under some servers it is another for each request.
        $cache = Container::getInstance()->make('cache')->store();

        return $this->counters?->isIn($cache) ? $this->counters : $this->counters = new Counters($cache);
    }
}
