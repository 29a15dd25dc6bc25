<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\ChangedClass;
use Cartwright\Tests\Support\TestRedis;
use Cartwright\Tests\Support\VersionedShopTestCase;
use Cartwright\Versions\VersionedCache;
use DateInterval;
use DateTimeImmutable;
use Illuminate\Contracts\Cache\Repository;
use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Schema;
use InvalidArgumentException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * What the cache promises, on each of Laravel's own stores.
 */
final class VersionedCacheTest extends VersionedShopTestCase
{
    private int $loads = 0;

    protected function setUp(): void
    {
        parent::setUp();
        ChangedClass::$isChanged = false;
    }

    public static function stores(): array
    {
        return ['array' => ['array'], 'file' => ['file'], 'database' => ['database'], 'redis' => ['redis']];
    }

    public static function shelves(): array
    {
        return self::stores() + ['native' => ['native']];
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aValueIsLoadedOnce(string $store): void
    {
        $this->keepIn($store);

        $this->assertSame(['page 1', 'page 1'], [$this->page(), $this->page()]);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function nullIsAValueToo(string $store): void
    {
        $this->keepIn($store);
        $load = function (): mixed {
            $this->loads++;

            return null;
        };

        $this->assertNull($this->cache()->remember('nothing', ['products'], 60, $load));
        $this->assertNull($this->cache()->remember('nothing', ['products'], 60, $load));
        $this->assertSame(1, $this->loads);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whoRaisesATagInvalidatesEveryValueOfIt(string $store): void
    {
        $this->keepIn($store);
        [$page, $list, $orders] = [$this->page(), $this->page('list', ['products', 'shop']), $this->page('orders', ['orders'])];
        $this->raise('products');

        $this->assertNotSame($page, $this->page());
        $this->assertNotSame($list, $this->page('list', ['products', 'shop']));
        $this->assertSame($orders, $this->page('orders', ['orders']));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whatWasLoadedBeforeAChangeAndKeptAfterItIsFoundByNobody(string $store): void
    {
        $this->keepIn($store);
        $old = $this->cache()->remember('page', ['products'], 60, function (): string {
            // Somebody else commits while this one is still rendering what it has read before.
            $this->raise('products');

            return 'old';
        });

        $this->assertSame('old', $old);
        $this->assertSame('page 1', $this->page());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function fromTheCommitOfAChangeOnNobodyIsServedWhatWasThereBefore(string $store): void
    {
        $this->keepIn($store);
        $price = fn (): int => $this->cache()->remember('price', ['products'], 60, fn (): int => (int) $this->app->make('db')->table('prices')->value('price'));
        Schema::create('prices', static fn ($table) => $table->integer('price'));
        $this->app->make('db')->table('prices')->insert(['price' => 40]);
        $this->assertSame(40, $price());
        $inside = $this->versions()->change('products', function () use ($price): int {
            $this->app->make('db')->table('prices')->update(['price' => 35]);

            return $price();
        });

        $this->assertSame([35, 35], [$inside, $price()]);
        $this->nextRequest();
        $this->assertSame(35, $price());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aChangeThatIsRolledBackIsNone(string $store): void
    {
        $this->keepIn($store);
        $this->page();

        try {
            $this->versions()->change('products', function (): void {
                $this->page();

                throw new RuntimeException('no');
            });
        } catch (RuntimeException) {
            $this->nextRequest();
        }

        $this->assertSame('page 1', $this->page());
    }

    #[Test]
    #[DataProvider('stores')]
    public function clearingLeavesTheKeysOfOthersAlone(string $store): void
    {
        $this->keepIn($store);
        $this->store()->put('theirs', 'kept', 60);
        $pages = [$this->page(), $this->page('orders', ['orders'])];
        $this->cache()->clear('ann');
        $this->nextRequest();

        $this->assertSame('kept', $this->store()->get('theirs'));
        $this->assertSame([], array_intersect($pages, [$this->page(), $this->page('orders', ['orders'])]));
    }

    #[Test]
    #[DataProvider('stores')]
    public function whatIsForgottenIsLoadedAnew(string $store): void
    {
        $this->keepIn($store);
        $this->page();
        $other = $this->page('other');

        $this->assertTrue($this->cache()->forget('page', ['products']));
        $this->assertSame('page 3', $this->page());
        $this->assertSame($other, $this->page('other'));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function severalValuesAreLoadedInOneGoAndOnlyWhereTheyAreMissing(string $store): void
    {
        $this->keepIn($store);
        $asked = [];
        $load = static function (array $missing) use (&$asked): array {
            $asked[] = $missing;

            return array_diff_key(array_combine($missing, array_map(strtoupper(...), $missing)), ['c' => 0]);
        };
        $this->cache()->rememberMany(['b'], ['products'], 60, $load);
        $many = $this->cache()->rememberMany(['a', 'b', 'c'], ['products'], 60, $load);
        $again = $this->cache()->rememberMany(['a', 'b', 'c'], ['products'], 60, $load);
        $this->raise('products');
        $this->cache()->rememberMany(['a'], ['products'], 60, $load);

        $this->assertSame(['a' => 'A', 'b' => 'B', 'c' => null], $many);
        $this->assertSame($many, $again);
        $this->assertSame([['b'], ['a', 'c'], ['a']], $asked);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whatIsClearedIsLoadedAnew(string $store): void
    {
        $this->keepIn($store);
        $this->page();
        $this->cache()->clear();
        $this->nextRequest();

        $this->assertSame('page 2', $this->page());
    }

    #[Test]
    public function keysThatDifferInTheirCaseOnlyAreTwo(): void
    {
        $this->keepIn('database');

        $this->assertNotSame($this->page('product.a'), $this->page('product.A'));
    }

    #[Test]
    public function aKeyMayBeLongerThanAStoreTakes(): void
    {
        $this->keepIn('database');
        $long = str_repeat("a key with blanks\n", 100);

        $this->assertSame($this->page($long), $this->page($long));
        $this->assertNotSame($this->page($long), $this->page("{$long}!"));
        $this->assertLessThanOrEqual(200, $this->app->make('db')->table('cache')->max($this->app->make('db')->raw('length("key")')));
    }

    #[Test]
    #[DataProvider('lifetimes')]
    public function aValueIsServedUntilItsEnd(mixed $lifetime): void
    {
        Carbon::setTestNow('2026-03-10 12:00:00');
        $this->page(lifetime: $lifetime);
        Carbon::setTestNow('2026-03-10 12:00:59');
        $this->assertSame('page 1', $this->page(lifetime: $lifetime));

        Carbon::setTestNow('2026-03-10 12:01:01');
        $this->assertSame('page 2', $this->page(lifetime: $lifetime));
    }

    public static function lifetimes(): array
    {
        return [
            'seconds' => [60],
            'an interval' => [new DateInterval('PT1M')],
            'a date' => [new DateTimeImmutable('2026-03-10 12:01:00')],
            'twice the same' => [[60, 60]],
        ];
    }

    #[Test]
    public function whatIsOverWhenItBeginsIsNotKept(): void
    {
        $this->assertSame(['page 1', 'page 2'], [$this->page(lifetime: 0), $this->page(lifetime: 0)]);
    }

    #[Test]
    #[DataProvider('noLifetimes')]
    public function aLifetimeThatIsNoneIsRefused(array $lifetime): void
    {
        $this->expectException(InvalidArgumentException::class);
        $this->page(lifetime: $lifetime);
    }

    public static function noLifetimes(): array
    {
        return ['soft after hard' => [[60, 30]], 'one' => [[60]], 'three' => [[1, 2, 3]], 'a text' => [['1', '2']]];
    }

    #[Test]
    public function whatLiesThereAndWasNotKeptHereIsNoValue(): void
    {
        $this->page();
        $store = $this->store()->getStore();

        foreach (array_keys((fn (): array => $this->storage)->call($store)) as $key) {
            $store->put($key, 'rubbish', 60);
        }

        $this->assertSame('page 2', $this->page());
    }

    #[Test]
    public function whatIsAskedForTwiceInOneRequestIsOfOneVersion(): void
    {
        $this->page();
        $this->app->make('db')->table('shop_data_version')->increment('change_count');

        $this->assertSame('page 1', $this->page());
    }

    #[Test]
    public function findingAndLoadingAreCounted(): void
    {
        $this->page();
        $this->page();
        $this->page();

        $this->assertSame([1, 2], [$this->counted('cache.missed'), $this->counted('cache.found')]);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aValueThatCannotBeStoredKeepsNobodyElseFromBeingServed(string $store): void
    {
        $this->keepIn($store);
        $this->page();
        $unstorable = fn (): \Closure => $this->cache()->remember('closure', ['products'], 60, static fn (): \Closure => static fn (): int => 7);

        $this->assertSame([7, 7], [$unstorable()(), $unstorable()()]);
        $this->assertSame('page 1', $this->page());
    }

    /**
     * As after a new version of the application, whose class is another one.
     */
    #[Test]
    #[DataProvider('shelves')]
    public function aValueThatCannotBeReadAnyMoreIsLoadedAnewAndKeepsNobodyElseFromBeingServed(string $store): void
    {
        $this->keepIn($store);
        $this->page();
        $one = fn (): object => $this->cache()->remember('one', ['products'], 60, static fn (): object => new ChangedClass());
        $many = fn (): array => $this->cache()->rememberMany(['many'], ['products'], 60, static fn (): array => ['many' => new ChangedClass()]);
        $one();
        $many();
        ChangedClass::$isChanged = true;

        $this->assertInstanceOf(ChangedClass::class, $one());
        $this->assertInstanceOf(ChangedClass::class, $many()['many']);
        $this->assertSame('page 1', $this->page());
        // Laravel's files deal with it by themselves, and its array keeps the object.
        in_array($store, ['array', 'file'], true) || $this->assertGreaterThanOrEqual(2, $this->counted('cache.unreadable'));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aValueMayBeGoodForAsLongAsANumberCanSay(string $store): void
    {
        $this->keepIn($store);

        $this->assertSame(['page 1', 'page 1'], [$this->page(lifetime: PHP_INT_MAX), $this->page(lifetime: PHP_INT_MAX)]);
    }

    private function keepIn(string $store): void
    {
        if ($store === 'redis') {
            config([
                'cache.stores.redis' => ['driver' => 'redis', 'connection' => 'default'],
                'database.redis' => TestRedis::Single->settings(basename($this->directory) . ':'),
            ]);
        }

        if ($store === 'database') {
            Schema::create('cache', static function ($table): void {
                $table->string('key')->primary();
                $table->mediumText('value');
                $table->integer('expiration');
            });
        }

        config(['versions.cache.store' => $store]);
    }

    private function store(): Repository
    {
        return $this->app->make('cache')->store(config('versions.cache.store'));
    }

    /**
     * @param list<string> $tags
     */
    private function page(string $key = 'page', array $tags = ['products'], mixed $lifetime = 60): string
    {
        return $this->cache()->remember($key, $tags, $lifetime, fn (): string => 'page ' . ++$this->loads);
    }
}
