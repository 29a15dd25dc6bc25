<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Cache;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Services\CartMetricsService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class CartMetricsServiceTest extends LaravelTestCase
{
    private CartMetricsService $metrics;

    protected function setUp(): void
    {
        parent::setUp();
        Carbon::setTestNow('2026-03-01 12:00:00');
        $this->metrics = $this->app->make(CartMetricsService::class);
    }

    #[Test]
    public function nothingIsCountedAtFirst(): void
    {
        $none = ['total' => 0, 'today' => 0];

        $this->assertSame([
            'operations' => $none,
            'conflicts' => $none + ['minor' => 0, 'major' => 0],
            'abandonments' => $none,
            'conversions' => $none,
            'performance' => ['add' => null, 'update' => null, 'remove' => null, 'clear' => null, 'get' => null],
        ], $this->metrics->getMetricsSummary());
    }

    #[Test]
    public function theKeysAreThoseOfTheOriginal(): void
    {
        $this->metrics->recordOperation('add');
        $this->metrics->recordConflict(new CartConflictException('faster', 1, 3));
        $this->metrics->recordAbandonment('somebody', 'default');
        $this->metrics->recordConversion('somebody', 'default');
        $this->metrics->recordPerformance('add', 0.5, ['items' => 3]);
        $keys = [
            'operations:add', 'operations:add:2026-03-01', 'conflicts', 'conflicts:2026-03-01', 'conflicts:severity:major',
            'abandonments', 'abandonments:2026-03-01', 'conversions', 'conversions:2026-03-01',
        ];

        foreach ($keys as $key) {
            $this->assertSame(1, Cache::get("cart_metrics:{$key}"), $key);
        }

        $this->assertSame(
            [['time' => 0.5, 'timestamp' => Carbon::now()->timestamp, 'context' => ['items' => 3]]],
            Cache::get('cart_metrics:performance:add'),
        );
    }

    #[Test]
    public function operationsOfEveryNameAreInTheTotal(): void
    {
        array_map($this->metrics->recordOperation(...), ['add', 'add', 'total', 'gift_wrap', 'gift_wrap']);
        Carbon::setTestNow('2026-03-02 12:00:00');
        $this->metrics->recordOperation('add');

        $this->assertSame(['total' => 6, 'today' => 1], $this->metrics->getMetricsSummary()['operations']);
    }

    #[Test]
    public function conflictsAreCountedByTheirSeverity(): void
    {
        $this->metrics->recordConflict(new CartConflictException('faster', 1, 2));
        $this->metrics->recordConflict(new CartConflictException('faster', 1, 5));

        $this->assertSame(
            ['total' => 2, 'today' => 2, 'minor' => 1, 'major' => 1],
            $this->metrics->getMetricsSummary()['conflicts'],
        );
    }

    #[Test]
    #[DataProvider('lifetimes')]
    public function theCountersOfADayGoAway(string $counter, int $days): void
    {
        $this->metrics->recordOperation('add');
        $this->metrics->recordConversion('somebody', 'default');

        Carbon::setTestNow(Carbon::now()->addDays($days)->subMinute());
        $this->assertTrue(Cache::has("cart_metrics:{$counter}:2026-03-01"));
        Carbon::setTestNow(Carbon::now()->addMinutes(2));
        $this->assertFalse(Cache::has("cart_metrics:{$counter}:2026-03-01"));
        $this->assertTrue(Cache::has("cart_metrics:{$counter}"));
    }

    public static function lifetimes(): array
    {
        return [['operations:add', 7], ['conversions', 30]];
    }

    #[Test]
    public function theLastHundredTimesAreKept(): void
    {
        foreach (range(1, 101) as $time) {
            $this->metrics->recordPerformance('add', $time / 1000);
        }

        $this->assertSame(
            ['avg' => 0.0515, 'min' => 0.002, 'max' => 0.101, 'count' => 100],
            $this->metrics->getMetricsSummary()['performance']['add'],
        );
    }

    #[Test]
    public function nothingIsLeftAfterTheyAreCleared(): void
    {
        $before = $this->entries();
        $this->metrics->recordOperation('add');
        $this->metrics->recordOperation('gift_wrap');
        $this->metrics->recordConflict(new CartConflictException('faster', 1, 2));
        $this->metrics->recordAbandonment('somebody', 'default');
        $this->metrics->recordPerformance('gift_wrap', 0.5);
        Cart::add('a', 'A', 1);
        Carbon::setTestNow('2026-03-05 12:00:00');
        $this->metrics->recordConversion('somebody', 'default');

        $this->metrics->clearMetrics();

        $this->assertSame($before, $this->entries());
        $this->metrics->recordOperation('add');
        $this->assertSame(['total' => 1, 'today' => 1], $this->metrics->getMetricsSummary()['operations']);
    }

    #[Test]
    public function theConditionsOfACartAreCounted(): void
    {
        $this->assertSame(0.0, $this->metrics->getAverageConditionsPerCart());

        Cart::add('a', 'A', 1);
        Cart::addCondition([new CartCondition('one', 'tax', 'total', '1%'), new CartCondition('two', 'tax', 'total', '1%')]);
        Cart::getCartInstance('default', 'another')->add('a', 'A', 1);

        $this->assertSame(1.0, $this->metrics->getAverageConditionsPerCart());
    }

    #[Test]
    public function whereTheyAreSwitchedOffNothingIsCounted(): void
    {
        config(['cart.metrics.enabled' => 'false']);
        $before = $this->entries();

        Cart::add('a', 'A', 1);
        $this->metrics->recordConflict(new CartConflictException('faster', 1, 2));
        $this->metrics->recordPerformance('add', 5.0);
        $this->metrics->recordConversion('somebody', 'default');

        $this->assertSame($before, $this->entries());
        $this->assertSame([], $this->logged());
    }

    #[Test]
    public function conflictsAloneCanBeSwitchedOff(): void
    {
        config(['cart.metrics.track_conflicts' => false]);

        $this->metrics->recordConflict(new CartConflictException('faster', 1, 2));

        $this->assertSame(0, $this->metrics->getMetricsSummary()['conflicts']['total']);
    }

    #[Test]
    public function withoutAChannelOfItsOwnOnlyWarningsAreLogged(): void
    {
        config(['cart.metrics.slow_operation_threshold' => 0.1]);

        $this->metrics->recordOperation('add');
        $this->metrics->recordPerformance('add', 0.1);
        $this->assertSame([], $this->logged());
        $this->metrics->recordPerformance('add', 0.11);

        $this->assertCount(1, $this->logged());
        $this->assertStringContainsString('WARNING: Slow cart operation detected', $this->logged()[0]);
    }

    #[Test]
    public function withAChannelOfItsOwnEverythingIsLoggedThere(): void
    {
        config(['logging.channels.cart' => ['driver' => 'single', 'path' => "{$this->directory}/shop.log"]]);

        $this->metrics->recordOperation('add', ['page' => 'shoes']);
        $this->metrics->recordConversion('a-session-id', 'default');

        $this->assertCount(2, $this->logged());
        $this->assertStringContainsString('{"operation":"add","page":"shoes"}', $this->logged()[0]);
        $this->assertStringNotContainsString('a-session-id', implode($this->logged()));
    }

    /**
     * @return list<string> the keys that are in the cache
     */
    private function entries(): array
    {
        $store = Cache::getStore();

        return array_keys((fn (): array => $this->storage)->call($store));
    }
}
