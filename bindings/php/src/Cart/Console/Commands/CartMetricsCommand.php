<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Console\Commands;

use Illuminate\Console\Command;
use MasyukAI\Cart\Services\CartMetricsService;

/**
 * Shows what was counted of the carts.
 */
class CartMetricsCommand extends Command
{
    protected $signature = 'cart:metrics
        {--clear : Set all counters back}
        {--json : Print them as JSON}';

    protected $description = 'Show what was counted of the carts';

    /**
     * Prints them, or with `--clear` begins to count anew.
     */
    public function handle(CartMetricsService $metrics): int
    {
        if ($this->option('clear')) {
            $metrics->clearMetrics();
            $this->info('All cart metrics have been cleared.');

            return self::SUCCESS;
        }

        $summary = $metrics->getMetricsSummary();

        if ($this->option('json')) {
            $this->line((string) json_encode($summary, JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR));

            return self::SUCCESS;
        }

        $this->show($summary);
        $this->judge($summary);

        return self::SUCCESS;
    }

    /**
     * @param array<string, array<string, mixed>> $summary
     */
    private function show(array $summary): void
    {
        $this->counters('🛒 Operations', $summary['operations']);
        $this->counters('⚡ Conflicts', $summary['conflicts']);
        $this->counters('🚪 Abandonments', $summary['abandonments']);
        $this->counters('💰 Conversions', $summary['conversions']);

        $this->newLine();
        $this->line('⏱️ Performance');
        $rows = [];

        foreach ($summary['performance'] as $operation => $times) {
            $rows[] = $times === null
                ? [$operation, '-', '-', '-', 0]
                : [$operation, "{$times['avg']}s", "{$times['min']}s", "{$times['max']}s", $times['count']];
        }

        $this->table(['Operation', 'Average', 'Min', 'Max', 'Count'], $rows);
    }

    /**
     * @param array<string, int> $counters
     */
    private function counters(string $heading, array $counters): void
    {
        $this->newLine();
        $this->line($heading);
        $this->table(array_map(ucfirst(...), array_keys($counters)), [array_values($counters)]);
    }

    /**
     * @param array<string, array<string, mixed>> $summary
     */
    private function judge(array $summary): void
    {
        $conflicts = self::percentage($summary['conflicts']['total'], $summary['operations']['total']);
        $ended = $summary['conversions']['total'] + $summary['abandonments']['total'];
        // Where nobody says which carts were left behind, the share of those that were bought says nothing.
        $conversions = $summary['abandonments']['total'] === 0
            ? 0.0
            : self::percentage($summary['conversions']['total'], $ended);

        $this->newLine();
        $this->line("Conflict rate: {$conflicts}% (" . match (true) {
            $conflicts > 5 => 'high',
            $conflicts > 1 => 'moderate',
            default => 'low',
        } . ')');
        $this->line("Conversion rate: {$conversions}% (" . match (true) {
            $conversions < 20 => 'low',
            $conversions < 50 => 'moderate',
            default => 'good',
        } . ')');
    }

    private static function percentage(int $part, int $whole): float
    {
        return $whole === 0 ? 0.0 : round($part / $whole * 100, 2);
    }
}
