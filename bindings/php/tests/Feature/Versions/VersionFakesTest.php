<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\LaravelTestCase;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Facades\VersionedCache;
use Cartwright\Versions\Facades\Versions;
use Cartwright\Versions\VersionedCache as Cache;
use Closure;
use PHPUnit\Framework\AssertionFailedError;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use ReflectionClass;
use ReflectionMethod;

/**
 * The fakes need no table and no store: an application's test has neither.
 */
final class VersionFakesTest extends LaravelTestCase
{
    #[Test]
    public function itKeepsForRealAndGoesByVersions(): void
    {
        $fake = VersionedCache::fake();
        $page = fn (): string => $this->app->make(Cache::class)->remember('page', ['products'], 60, static fn (): string => uniqid());
        [$first, $second] = [$page(), $page()];
        $fake->assertRemembered('page')->assertLoaded('page');
        Versions::bump('products');

        $this->assertSame($first, $second);
        $this->assertNotSame($first, $page());
        $fake->assertLoaded('page', 2)->assertNotCleared();
    }

    #[Test]
    public function whatIsLoadedInATestsTransactionIsKept(): void
    {
        $fake = VersionedCache::fake();
        $this->app->make('db')->transaction(static function (): void {
            VersionedCache::remember('page', 'products', 60, static fn (): int => 1);
            VersionedCache::remember('page', 'products', 60, static fn (): int => 2);
        });

        $fake->assertLoaded('page', 1);
    }

    #[Test]
    public function forgettingAndClearingAreDoneAndNoted(): void
    {
        $fake = VersionedCache::fake();
        VersionedCache::rememberMany(['a', 'b'], 'products', 60, static fn (array $missing): array => array_flip($missing));
        VersionedCache::forget('a', 'products');
        VersionedCache::rememberMany(['a', 'b'], 'products', 60, static fn (array $missing): array => array_flip($missing));
        $fake->assertForgotten('a')->assertLoaded('a', 2)->assertLoaded('b', 1);
        VersionedCache::clear();
        VersionedCache::rememberMany(['b'], 'products', 60, static fn (array $missing): array => array_flip($missing));

        $fake->assertCleared()->assertLoaded('b', 2);
    }

    #[Test]
    public function whatWasRaisedIsKnown(): void
    {
        $fake = Versions::fake();
        $token = Versions::token();
        $answer = Versions::change(['products', 'shop'], static fn (): string => 'done');
        Versions::bump('orders', 'order-1');
        $this->assertTrue(Versions::bump('orders', 'order-1')->repeated);

        $this->assertSame('done', $answer);
        $this->assertNotSame($token, Versions::token());
        $fake->assertRaised('products')->assertRaised('orders', 1)->assertNotRaised('categories');
        $this->assertSame($fake, $this->app->make(DataVersions::class));
        $this->assertEqualsCanonicalizing(['products', 'shop', 'orders'], array_column(Versions::stats(), 'type'));
    }

    #[Test]
    public function aChangeThatIsBeingMadeCanBePretended(): void
    {
        $versions = Versions::fake()->pretendPending('products');
        $fake = VersionedCache::fake();
        VersionedCache::remember('page', 'products', 60, static fn (): int => 1);
        VersionedCache::remember('page', 'products', 60, static fn (): int => 2);
        $fake->assertLoaded('page', 2);
        $versions->pretendPending();
        VersionedCache::remember('page', 'products', 60, static fn (): int => 3);
        VersionedCache::remember('page', 'products', 60, static fn (): int => 4);

        $fake->assertLoaded('page', 3);
    }

    #[Test]
    #[DataProvider('assertionsThatDoNotHold')]
    public function anAssertionThatDoesNotHoldFails(Closure $assertion): void
    {
        [$versions, $cache] = [Versions::fake(), VersionedCache::fake()];
        Versions::bump('products');
        VersionedCache::remember('page', 'products', 60, static fn (): int => 1);

        $this->expectException(AssertionFailedError::class);
        $assertion($versions, $cache);
    }

    public static function assertionsThatDoNotHold(): array
    {
        return [
            [static fn ($versions) => $versions->assertRaised('orders')],
            [static fn ($versions) => $versions->assertRaised('products', 2)],
            [static fn ($versions) => $versions->assertNotRaised('products')],
            [static fn ($versions) => $versions->assertNothingRaised()],
            [static fn ($versions, $cache) => $cache->assertRemembered('other')],
            [static fn ($versions, $cache) => $cache->assertNothingRemembered()],
            [static fn ($versions, $cache) => $cache->assertLoaded('page', 2)],
            [static fn ($versions, $cache) => $cache->assertForgotten('page')],
            [static fn ($versions, $cache) => $cache->assertCleared()],
            [static function ($versions, $cache): void {
                $cache->clear();
                $cache->assertNotCleared();
            }],
        ];
    }

    /**
     * @param class-string $facade
     * @param class-string $service
     */
    #[Test]
    #[DataProvider('facades')]
    public function theFacadeNamesEveryMethod(string $facade, string $service): void
    {
        preg_match_all('/@method static \S+ (\w+)\(/', (string) (new ReflectionClass($facade))->getDocComment(), $found);
        $public = array_filter(
            (new ReflectionClass($service))->getMethods(ReflectionMethod::IS_PUBLIC),
            static fn (ReflectionMethod $method): bool => ! str_starts_with($method->name, '__')
                && ! str_contains((string) $method->getDocComment(), '@internal'),
        );

        $this->assertEqualsCanonicalizing(
            array_values(array_map(static fn (ReflectionMethod $method): string => $method->name, $public)),
            $found[1],
        );
    }

    public static function facades(): array
    {
        return [[VersionedCache::class, Cache::class], [Versions::class, DataVersions::class]];
    }
}
