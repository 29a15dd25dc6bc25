<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Storage\Backoff;
use Cartwright\Tests\Support\VersionedShopTestCase;
use Cartwright\Versions\Cache\Slot;
use Cartwright\Versions\VersionedCache;
use Cartwright\Versions\WebServiceProvider;
use Closure;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Repository;
use Illuminate\Container\Container;
use Illuminate\Support\Carbon;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Who loads a value, who waits for it, who is served the old one, and what happens when something is missing.
 */
final class OneLoadsTest extends VersionedShopTestCase
{
    private float $clock = 0.0;

    private int $pauses = 0;

    private int $loads = 0;

    /** What happens in a pause. */
    private ?Closure $inPause = null;

    protected function setUp(): void
    {
        parent::setUp();
        Carbon::setTestNow('2026-03-10 12:00:00');
        $this->app->bind(WebServiceProvider::WAITING, fn (): Backoff => new Backoff(
            PHP_INT_MAX,
            2.0,
            function (int $micros): void {
                $this->clock += $micros / 1e6;
                $this->pauses++;
                ($this->inPause ?? static fn () => null)();
            },
            static fn (int $least, int $most): int => $most,
            fn (): float => $this->clock,
        ));
    }

    #[Test]
    public function whileOneLoadsOthersWaitForHim(): void
    {
        $flight = $this->somebodyElseLoads('page');
        $this->inPause = function () use ($flight): void {
            if ($this->pauses === 3) {
                $this->native()->call('land', ['flight' => $flight]);
                $this->store()->put($this->keyOf('page'), ['value' => 'his', 'fresh_until' => PHP_INT_MAX], 60);
            }
        };

        $this->assertSame('his', $this->page());
        $this->assertSame([3, 0], [$this->pauses, $this->loads]);
    }

    #[Test]
    public function nobodyWaitsForLongerThanTwoSeconds(): void
    {
        $this->somebodyElseLoads('page');

        $this->assertSame('page 1', $this->page());
        $this->assertEqualsWithDelta(2.0, $this->clock, 0.1);
        $this->assertSame(1, $this->counted('cache.waited_in_vain'));
        $this->assertSame('page 1', $this->page());
    }

    #[Test]
    public function theEndOfTheOneWhoLoadsIsNotWaitedFor(): void
    {
        $flight = $this->somebodyElseLoads('page');
        $this->inPause = fn () => $this->native()->call('land', ['flight' => $flight]);

        $this->assertSame('page 1', $this->page());
        $this->assertSame(1, $this->pauses);
    }

    #[Test]
    public function whoFailsToLoadLetsTheNextOneTryAtOnce(): void
    {
        try {
            $this->cache()->remember('page', ['products'], 60, static fn () => throw new RuntimeException('no database'));
            $this->fail('What a loader throws goes on to its caller.');
        } catch (RuntimeException $failure) {
            $this->assertSame('no database', $failure->getMessage());
        }

        $this->assertSame('page 1', $this->page());
        $this->assertSame(0, $this->pauses);
    }

    #[Test]
    public function betweenItsTwoEndsAValueIsServedAndMadeAnewAfterTheResponse(): void
    {
        $this->page();
        $this->letPass(61);

        $this->assertSame(['page 1', 'page 1'], [$this->page(), $this->page()]);
        $this->assertSame(1, $this->loads);
        $this->app->terminate();
        $this->assertSame(2, $this->loads);
        $this->assertSame('page 2', $this->page());
        $this->app->terminate();
        $this->assertSame(2, $this->loads);
    }

    #[Test]
    public function underAServerThatClonesTheApplicationItIsMadeAnewAfterTheResponseOfItsOwnRequest(): void
    {
        $this->page();
        $this->letPass(61);
        $request = clone $this->app;
        Container::setInstance($request);
        $this->page();
        Container::setInstance($this->app);
        $this->app->terminate();
        $this->assertSame(1, $this->loads);
        $request->terminate();

        $this->assertSame(2, $this->loads);
    }

    #[Test]
    public function ofThoseWhoAreServedTheOldValueOneMakesItAnew(): void
    {
        $this->page();
        $this->letPass(61);
        $this->somebodyElseLoads('page');

        $this->assertSame('page 1', $this->page());
        $this->app->terminate();
        $this->assertSame(1, $this->loads);
    }

    #[Test]
    public function anOldValueIsNotServedAcrossAChange(): void
    {
        $this->page();
        $this->letPass(61);
        $this->raise('products');

        $this->assertSame('page 2', $this->page());
    }

    #[Test]
    public function afterItsHardEndAValueIsLoadedWhileTheVisitorWaits(): void
    {
        $this->page();
        $this->letPass(601);

        $this->assertSame('page 2', $this->page());
    }

    #[Test]
    public function aRefreshThatFailsIsToldAndCountedAndTheOldValueStays(): void
    {
        $this->page();
        $this->letPass(61);
        $this->cache()->flexible('page', ['products'], [60, 600], static fn () => throw new RuntimeException('no database'));
        $this->app->terminate();

        $this->assertSame('page 1', $this->page());
        $this->assertSame(1, $this->counted('cache.refresh_failed'));
        $this->assertStringContainsString('no database', implode("\n", $this->logged()));
    }

    #[Test]
    public function withAStoreThatFailsThePageIsStillMadeAndTheStoreIsLeftAloneForAWhile(): void
    {
        $asked = $this->breakStore();

        $this->assertSame(['page 1', 'page 2'], [$this->page(), $this->page()]);
        $this->assertSame(1, $asked->times);
        $this->assertSame(1, $this->counted('cache.unreachable'));
        $this->clock += 5.0;
        $this->page();
        $this->assertSame(2, $asked->times);
        $this->assertSame(['page 4'], array_values($this->cache()->rememberMany(['a'], ['products'], 60, fn (): array => ['a' => 'page ' . ++$this->loads])));
        $this->assertFalse($this->cache()->forget('page', ['products']));
    }

    #[Test]
    public function whatEveryPageMeetsIsToldOnceInAMinuteAndCountedEachTime(): void
    {
        $told = fn (): int => substr_count(implode("\n", $this->logged()), '.ERROR:');
        $this->breakStore();
        $this->page();
        $this->clock += 10;
        $this->page();
        $this->assertSame(1, $told());
        $this->clock += 60;
        $this->page();

        $this->assertSame([2, 3], [$told(), $this->counted('cache.unreachable')]);
    }

    #[Test]
    public function withoutAPlaceForFlightsAndCountsValuesAreKeptAndEverybodyLoads(): void
    {
        $this->startApplication([
            'versions.store' => 'database',
            'versions.journal' => ['store' => 'sqlite', 'path' => '/nowhere/at/all/journal.sqlite'],
        ]);

        $this->assertSame(['page 1', 'page 1'], [$this->page(), $this->page()]);
        $this->raise('products');
        $this->assertSame('page 2', $this->page());
    }

    #[Test]
    public function withoutVersionsThePageIsStillMadeAndNothingIsServed(): void
    {
        $this->page();
        $this->nextRequest();
        $this->app->make('db')->connection()->getSchemaBuilder()->drop('shop_data_version');
        $this->native()->call('unpublish');

        $this->assertSame(['page 2', 'page 3'], [$this->page(), $this->page()]);
    }

    #[Test]
    public function whatIsLoadedInATransactionIsNotKept(): void
    {
        $inside = $this->app->make('db')->transaction(fn (): string => $this->page());

        $this->assertSame(['page 1', 'page 2', 'page 2'], [$inside, $this->page(), $this->page()]);
    }

    #[Test]
    public function aTransactionOnAnotherConnectionCountsToo(): void
    {
        config(['database.connections.other' => ['driver' => 'sqlite', 'database' => ':memory:']]);
        $this->app->make('db')->connection('other')->getPdo()->exec('begin');
        $this->page();
        $this->app->make('db')->connection('other')->getPdo()->exec('rollback');

        $this->assertSame('page 2', $this->page());
    }

    #[Test]
    public function inATransactionNobodyWaitsForOthers(): void
    {
        $this->somebodyElseLoads('page');
        config(['database.connections.other' => ['driver' => 'sqlite', 'database' => ':memory:']]);
        $page = $this->app->make('db')->connection('other')->transaction(fn (): string => $this->page());

        $this->assertSame(['page 1', 0], [$page, $this->pauses]);
    }

    #[Test]
    public function whatALoaderReadsInATransactionThatItLeavesOpenIsNotKept(): void
    {
        $database = $this->app->make('db')->connection();
        $this->cache()->remember('page', ['products'], 60, static function () use ($database): string {
            $database->beginTransaction();

            return 'of nobody else';
        });
        $database->rollBack();

        $this->assertSame('page 1', $this->page());
    }

    #[Test]
    public function whileAChangeIsPendingTheCacheIsPassedBy(): void
    {
        $this->page();
        $this->nextRequest();
        $change = $this->native()->call('begin', ['types' => ['products']])['change'];

        $this->assertSame(['page 2', 'page 3'], [$this->page(), $this->page()]);
        $this->native()->call('withdraw', ['change' => $change]);
        $this->nextRequest();
        $this->assertSame('page 1', $this->page());
    }

    private function page(): string
    {
        return $this->cache()->flexible('page', ['products'], [60, 600], fn (): string => 'page ' . ++$this->loads);
    }

    private function letPass(int $seconds): void
    {
        Carbon::setTestNow(Carbon::now()->addSeconds($seconds));
    }

    private function keyOf(string $key): string
    {
        $versions = $this->versions()->capture(['products', VersionedCache::TYPE])->versions;

        return $this->native()->call('key', ['name' => Slot::name($key), 'versions' => $versions]);
    }

    private function somebodyElseLoads(string $key): string
    {
        return $this->native()->call('fly', ['key' => $this->keyOf($key)])['flight'];
    }

    private function store(): Repository
    {
        return $this->app->make('cache')->store();
    }

    private function breakStore(): object
    {
        $store = new class () extends ArrayStore {
            public int $times = 0;

            public function get($key)
            {
                $this->times++;

                throw new RuntimeException('the server has gone away');
            }
        };
        $this->app->make('cache')->extend('broken', fn (): Repository => new Repository($store));
        config(['cache.stores.broken' => ['driver' => 'broken'], 'versions.cache.store' => 'broken']);

        return $store;
    }
}
