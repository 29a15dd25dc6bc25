<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\LaravelTestCase;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Services\CartMetricsService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class CartMetricsCommandTest extends LaravelTestCase
{
    #[Test]
    public function itShowsWhatWasCounted(): void
    {
        $metrics = $this->app->make(CartMetricsService::class);
        $metrics->recordOperation('add');
        $metrics->recordPerformance('add', 0.25);

        [$code, $output] = $this->artisan('cart:metrics');

        $this->assertSame(0, $code);
        $this->assertMatchesRegularExpression('/Operations\n.*\n\| Total \| Today \|\n.*\n\| 1     \| 1     \|/u', $output);
        $this->assertMatchesRegularExpression('/\| add +\| 0.25s +\| 0.25s +\| 0.25s +\| 1 +\|/', $output);
    }

    /**
     * @param array{int, int, int, int} $counts operations, conflicts, conversions, abandonments
     */
    #[Test]
    #[DataProvider('judgements')]
    public function itJudges(array $counts, string $conflicts, string $conversions): void
    {
        $metrics = $this->app->make(CartMetricsService::class);
        $records = [
            fn () => $metrics->recordOperation('add'),
            fn () => $metrics->recordConflict(new CartConflictException('faster', 1, 2)),
            fn () => $metrics->recordConversion('somebody', 'default'),
            fn () => $metrics->recordAbandonment('somebody', 'default'),
        ];

        foreach ($counts as $which => $count) {
            for (; $count > 0; $count--) {
                $records[$which]();
            }
        }

        [, $output] = $this->artisan('cart:metrics');

        $this->assertStringContainsString("Conflict rate: {$conflicts}", $output);
        $this->assertStringContainsString("Conversion rate: {$conversions}", $output);
    }

    public static function judgements(): array
    {
        return [
            'nothing yet' => [[0, 0, 0, 0], '0% (low)', '0% (low)'],
            'nobody says what was left behind' => [[0, 0, 3, 0], '0% (low)', '0% (low)'],
            'well' => [[100, 1, 1, 1], '1% (low)', '50% (good)'],
            'so so' => [[50, 1, 1, 4], '2% (moderate)', '20% (moderate)'],
            'badly' => [[10, 1, 1, 9], '10% (high)', '10% (low)'],
        ];
    }

    #[Test]
    public function itPrintsJson(): void
    {
        [$code, $output] = $this->artisan('cart:metrics', ['--json' => true]);

        $this->assertSame(0, $code);
        $this->assertSame($this->app->make(CartMetricsService::class)->getMetricsSummary(), json_decode($output, true));
    }

    #[Test]
    public function itSetsEverythingBack(): void
    {
        $metrics = $this->app->make(CartMetricsService::class);
        $metrics->recordOperation('add');

        $this->assertSame([0, "All cart metrics have been cleared.\n"], $this->artisan('cart:metrics', ['--clear' => true]));
        $this->assertSame(0, $metrics->getMetricsSummary()['operations']['total']);
    }
}
