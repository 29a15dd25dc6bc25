<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Native\Abi;
use Cartwright\Native\NativeVersions;
use Cartwright\Storage\Backoff;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\Cache\EngineShelf;
use Cartwright\Versions\Cache\Lifetimes;
use Cartwright\Versions\Cache\Slot;
use Cartwright\Versions\Cache\Surroundings;
use Cartwright\Versions\VersionedCache;
use Cartwright\Versions\VersionSettings;
use Cartwright\Versions\WebServiceProvider;
use Closure;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Values in the engine's own store: who loads, who waits, and what is not kept.
 */
final class EngineShelfTest extends VersionsTestCase
{
    private float $clock = 0.0;

    private int $pauses = 0;

    private int $loads = 0;

    private ?Closure $inPause = null;

    protected function setUp(): void
    {
        parent::setUp();
        $this->openShop(TestDatabase::SqliteWal, ['versions.cache.store' => 'native']);
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
        $permit = $this->somebodyElseLoads();
        $this->inPause = function () use ($permit): void {
            $this->pauses === 3 && $this->store->keep($permit, serialize('his'), 60_000);
        };

        $this->assertSame('his', $this->page());
        $this->assertSame([3, 0], [$this->pauses, $this->loads]);
    }

    #[Test]
    public function nobodyWaitsForLongerThanTwoSeconds(): void
    {
        $this->somebodyElseLoads();

        $this->assertSame('page 1', $this->page());
        $this->assertEqualsWithDelta(2.0, $this->clock, 0.1);
    }

    #[Test]
    public function orForAsLongAsTheApplicationSays(): void
    {
        config(['versions.cache.wait_ms' => 300]);
        $this->publishIn(['store' => 'memory', 'clock' => 'manual', 'wait_ms' => VersionSettings::engine($this->app)['wait_ms']]);
        $this->somebodyElseLoads();

        $this->assertSame('page 1', $this->page());
        $this->assertEqualsWithDelta(0.3, $this->clock, 0.1);
    }

    #[Test]
    public function whoFailsToLoadLetsTheNextOneTryAtOnce(): void
    {
        foreach ([
            fn () => $this->app->make(VersionedCache::class)->remember('page', ['products'], 60, static fn () => throw new RuntimeException('no database')),
            fn () => $this->app->make(VersionedCache::class)->rememberMany(['page'], ['products'], 60, static fn () => throw new RuntimeException('no database')),
        ] as $failing) {
            try {
                $failing();
                $this->fail('What a loader throws goes on to its caller.');
            } catch (RuntimeException $failure) {
                $this->assertSame('no database', $failure->getMessage());
            }
        }

        $this->assertSame('page 1', $this->page());
        $this->assertSame(0, $this->pauses);
    }

    #[Test]
    public function betweenItsTwoEndsAValueIsServedAndMadeAnewAfterTheResponse(): void
    {
        $this->page();
        $this->store->advance(61_000);

        $this->assertSame(['page 1', 'page 1'], [$this->page(), $this->page()]);
        $this->assertSame(1, $this->loads);
        $this->app->terminate();
        $this->assertSame('page 2', $this->page());
        $this->assertSame(2, $this->loads);
    }

    #[Test]
    public function whatIsLoadedInATransactionIsNotKept(): void
    {
        config(['database.connections.other' => ['driver' => 'sqlite', 'database' => ':memory:']]);
        $other = $this->app->make('db')->connection('other');
        $inside = $other->transaction(fn (): string => $this->page());
        $this->assertSame(['page 1', 'page 2'], [$inside, $this->page()]);
        $this->assertSame('page 2', $other->transaction(fn (): string => $this->page()));
        $this->assertSame(0, $this->pauses);
    }

    #[Test]
    public function aValueThatCannotBeKeptIsAPageAllTheSame(): void
    {
        $page = $this->app->make(VersionedCache::class)->remember('page', ['products'], 60, static fn (): Closure => static fn (): string => 'made');

        $this->assertSame('made', $page());
        $this->assertSame('page 1', $this->page());
    }

    #[Test]
    public function oldValuesAreCollectedAfterAResponseNowAndThen(): void
    {
        $this->page();
        $this->store->advance(601_000);
        $around = new Surroundings(
            $this->app->make(Counts::class),
            $this->app->make(WebServiceProvider::WAITING),
            static fn (): bool => false,
            static fn (Closure $work) => $work(),
            static fn () => null,
        );
        $turns = [2, 1];
        $shelf = new EngineShelf(fn (): NativeVersions => $this->store, $around, static function () use (&$turns): int {
            return array_shift($turns);
        });
        $slot = static fn (string $name): Slot => new Slot($name, ['products' => '0000000000000001.1'], '', true);
        $shelf->remember($slot('a'), Lifetimes::of(60), static fn (): int => 1);
        $shelf->remember($slot('b'), Lifetimes::of(60), static fn (): int => 1);

        $this->assertSame(0, $this->store->call('sweep', ['limit' => 10])['removed'], 'it was collected');
        $this->assertSame(2, $this->store->call('clear')['removed']);
    }

    #[Test]
    public function whatIsForgottenByItsNameIsLoadedAgain(): void
    {
        $this->page();
        $cache = $this->app->make(VersionedCache::class);

        $this->assertFalse($cache->forget('another', ['products']));
        $this->assertSame([true, false], [$cache->forget('page', ['products']), $cache->forget('page', ['products'])]);
        $this->assertSame('page 2', $this->page());
    }

    private function page(): string
    {
        return $this->app->make(VersionedCache::class)->flexible('page', ['products'], [60, 600], fn (): string => 'page ' . ++$this->loads);
    }

    private function somebodyElseLoads(): string
    {
        $versions = $this->versions->capture(['products', VersionedCache::TYPE])->versions;
        $found = $this->store->lookup(Slot::name('page'), $versions);
        $this->assertSame(Abi::FOUND_LOAD, $found->found);

        return (string) $found->permit;
    }
}
