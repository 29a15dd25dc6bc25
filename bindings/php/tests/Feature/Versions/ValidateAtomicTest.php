<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\versions\Combination;
use Cartwright\Tests\versions\Shop;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\VersionedCache;
use Illuminate\Container\Container;
use Illuminate\Foundation\Application;
use Illuminate\Support\Facades\Facade;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;

/**
 * As from a shell, in a shop whose processes share a database in a file. What many processes and other places come to is shown by
 * bindings/php/tests/versions/run.php.
 */
final class ValidateAtomicTest extends TestCase
{
    /** A new store is soon believed. */
    private const SETTINGS = ['versions.mark.lease' => 0.2, 'versions.mark.longest' => 0.2];

    private Shop $shop;

    private Application $app;

    protected function setUp(): void
    {
        parent::setUp();

        $this->shop = new Shop(new Combination('sqlite', 'sqlite', 'database'), self::SETTINGS);
        $this->app = $this->shop->start();
        $this->shop->prepare($this->app);
    }

    protected function tearDown(): void
    {
        $this->app->flush();
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication(null);
        Container::setInstance(null);

        parent::tearDown();
    }

    #[Test]
    public function everythingHoldsAndNothingIsLeftBehind(): void
    {
        $this->publish();
        $before = [$this->tables(), $this->committed(), $this->standing()['published']];
        $answer = $this->json('cache:validate-atomic');

        $this->assertTrue($answer['success']);
        $this->assertCount(6, $answer['checks']);
        $this->assertSame([], array_filter($answer['checks']));
        $this->assertSame($before, [$this->tables(), $this->committed(), $this->standing()['published']]);
        $this->assertSame([], glob("{$this->shop->directory}/temporary/*"));
        $this->assertSame(0, $this->app->make('db')->table('cache')->count());
    }

    #[Test]
    public function whatIsPublishedAndNotCommittedFailsUntilItIsRepairedOnce(): void
    {
        $this->publish();
        $this->app->make('db')->table('shop_data_version')->increment('change_count');

        $answer = $this->json('cache:validate-atomic', 1);
        $this->assertStringEndsWith('--repair makes them right', implode(array_filter($answer['checks'])));

        $repaired = $this->json('cache:validate-atomic', 0, '--repair')['repair'];
        $this->assertSame(['products', true], [$repaired['findings'][0]['data_type'], $repaired['findings'][0]['repaired']]);
        $version = $this->committed();
        $this->assertSame([], $this->json('cache:validate-atomic', 0, '--repair')['repair']['findings']);
        $this->assertSame($version, $this->committed(), 'what is right is not moved');
    }

    #[Test]
    public function toClearTakesWhatTheVersionedCacheHasKeptAndNothingElse(): void
    {
        $cache = $this->app->make('cache')->store();
        $cache->put('of-the-application', 'kept', 60);
        $kept = $this->app->make(VersionedCache::class);
        $kept->remember('page', ['products'], 60, static fn (): string => 'old');
        $answer = $this->json('cache:validate-atomic', 0, '--clear-cache');

        $this->assertTrue($answer['cleared']);
        $this->assertSame('kept', $cache->get('of-the-application'));
        $this->versions()->forget();
        $this->assertSame('new', $kept->remember('page', ['products'], 60, static fn (): string => 'new'));
    }

    #[Test]
    public function aRaceSaysWhatItCameTo(): void
    {
        $outcome = $this->json('versions:stress', 0, '--seconds=1', '--writers=2', '--readers=1', '--seed=7');

        $this->assertSame(
            ['success', 'commits', 'acknowledged', 'deaths', 'stops', 'found', 'loaded', 'passed_by', 'wrong', 'refused', 'failed', 'seed', 'message'],
            array_keys($outcome),
        );
        $this->assertSame([true, 0, 7], [$outcome['success'], $outcome['wrong'], $outcome['seed']]);
        $this->assertSame($outcome['commits'], $outcome['acknowledged']);
    }

    #[Test]
    public function valuesInTheEnginesOwnStoreAreRacedForAndMeasuredToo(): void
    {
        $this->shop = new Shop(new Combination('sqlite', 'sqlite', 'native'), self::SETTINGS);
        $this->shop->prepare($this->shop->start());

        $this->assertSame([], array_filter($this->json('cache:validate-atomic', 0, '--stress-test=3')['checks']));
        $this->json('cache:validate-atomic', 1, '--stress-test=10', '--plant=invalidate-before-commit');
        $this->assertCount(2, $this->json('versions:benchmark', 0, '--entries=3', '--rounds=2'));
    }

    #[Test]
    public function whereTheStoreIsAwayNobodyBeginsToRace(): void
    {
        $away = new Shop(new Combination('sqlite', 'sqlite', 'database'), ['versions.sqlite.path' => '/proc/version/none.sqlite']);

        foreach (['cache:validate-atomic', 'versions:stress'] as $command) {
            [$code, $said] = $away->artisan($command, '--json');
            $answer = json_decode($said, true, 512, JSON_THROW_ON_ERROR);
            $this->assertSame([1, false], [$code, $answer['success']], $said);
            $this->assertStringContainsString('/proc/version/none.sqlite', $answer['message']);
        }
    }

    #[Test]
    public function aBenchmarkMeasuresEveryStoreThatTheApplicationCanHave(): void
    {
        $rows = $this->json('versions:benchmark', 0, '--entries=3,5', '--rounds=2');

        $this->assertSame(
            [['database', 3], ['database', 5], ['sqlite', 3], ['sqlite', 5]],
            array_map(static fn (array $row): array => [$row['store'], $row['entries']], $rows),
        );
        $this->assertGreaterThan(0, min(array_merge(...array_map(array_values(...), array_column($rows, 'invalidate')))));
    }

    /**
     * @return array<array-key, mixed>
     */
    private function json(string $command, int $expected = 0, string ...$options): array
    {
        [$code, $said] = $this->shop->artisan($command, '--json', ...$options);
        $this->assertSame($expected, $code, $said);

        return json_decode($said, true, 512, JSON_THROW_ON_ERROR);
    }

    /**
     * A type that is published, because the store is no longer new.
     */
    private function publish(): void
    {
        $this->versions()->bump(['products']);

        for ($turn = 0; $this->standing()['published'] === null && $turn < 200; $turn++) {
            $this->versions()->forget();
            $this->versions()->capture(['products']);
            usleep(10_000);
        }

        $this->assertNotNull($this->standing()['published']);
    }

    /**
     * @return array<string, mixed>
     */
    private function standing(): array
    {
        return $this->versions()->native()->call('standings', ['types' => ['products']])[0];
    }

    private function versions(): DataVersions
    {
        return $this->app->make(DataVersions::class);
    }

    private function committed(): string
    {
        return $this->app->make('db')->table('shop_data_version')->where('data_type', 'products')->get(['incarnation', 'change_count'])->toJson();
    }

    /**
     * @return list<string>
     */
    private function tables(): array
    {
        return $this->app->make('db')->table('sqlite_master')->where('type', 'table')->pluck('name')->sort()->values()->all();
    }
}
