<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Closure;
use Cartwright\Tests\TestCase;
use Illuminate\Cache\Repository as LaravelsRepository;
use Illuminate\Contracts\Cache\Repository;
use Illuminate\Contracts\Cache\Store;
use MasyukAI\Cart\Storage\CacheStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The calls that the storage makes, one by one: applications of the original test their own code with a stand-in for
 * the cache, which knows these calls and no others.
 */
final class MockedCacheTest extends TestCase
{
    private const ITEMS = ['mug' => ['id' => 'mug']];

    private const CONDITIONS = ['vat' => ['name' => 'vat']];

    /** @var list<list<mixed>> */
    private array $calls = [];

    /**
     * @return iterable<string, array{Closure(CacheStorage): mixed, list<list<mixed>>, array<string, mixed>}>
     */
    public static function calls(): iterable
    {
        $items = 'shop.guest.default.items';
        $conditions = 'shop.guest.default.conditions';
        $answers = [$items => self::ITEMS, $conditions => self::CONDITIONS];

        yield 'has, with items' => [static fn ($it) => $it->has('guest', 'default'), [['has', $items]], $answers];
        yield 'has, with nothing' => [
            static fn ($it) => $it->has('guest', 'default'),
            [['has', $items], ['has', $conditions]],
            [],
        ];
        yield 'getItems' => [static fn ($it) => $it->getItems('guest', 'default'), [['get', $items]], $answers];
        yield 'getConditions' => [
            static fn ($it) => $it->getConditions('guest', 'default'),
            [['get', $conditions]],
            $answers,
        ];
        yield 'putItems' => [
            static fn ($it) => $it->putItems('guest', 'default', self::ITEMS),
            [['put', $items, self::ITEMS, 600]],
            [],
        ];
        yield 'putConditions' => [
            static fn ($it) => $it->putConditions('guest', 'default', self::CONDITIONS),
            [['put', $conditions, self::CONDITIONS, 600]],
            [],
        ];
        yield 'putBoth' => [
            static fn ($it) => $it->putBoth('guest', 'default', self::ITEMS, self::CONDITIONS),
            [['put', $items, self::ITEMS, 600], ['put', $conditions, self::CONDITIONS, 600]],
            [],
        ];
        yield 'putMetadata' => [
            static fn ($it) => $it->putMetadata('guest', 'default', 'note', 'ring'),
            [['put', 'shop.guest.default.metadata.note', 'ring', 600]],
            [],
        ];
        yield 'getMetadata' => [
            static fn ($it) => $it->getMetadata('guest', 'default', 'note'),
            [['get', 'shop.guest.default.metadata.note']],
            [],
        ];
        yield 'forget' => [
            static fn ($it) => $it->forget('guest', 'default'),
            [['forget', $items], ['forget', $conditions]],
            [],
        ];
        yield 'flush' => [static fn ($it) => $it->flush(), [['getStore'], ['getStore']], []];
        yield 'getInstances' => [static fn ($it) => $it->getInstances('guest'), [], []];
        yield 'forgetIdentifier' => [static fn ($it) => $it->forgetIdentifier('guest'), [], []];
        yield 'swapIdentifier' => [
            static fn ($it) => $it->swapIdentifier('guest', '9', 'default'),
            [
                ['has', $items],
                ['get', $items],
                ['get', $conditions],
                ['put', 'shop.9.default.items', self::ITEMS, 600],
                ['put', 'shop.9.default.conditions', self::CONDITIONS, 600],
                ['forget', $items],
                ['forget', $conditions],
            ],
            $answers,
        ];
    }

    /**
     * @param Closure(CacheStorage): mixed $call
     * @param list<list<mixed>> $expected
     * @param array<string, mixed> $answers
     */
    #[Test]
    #[DataProvider('calls')]
    public function theContractsCacheIsCalledAsByTheOriginal(Closure $call, array $expected, array $answers): void
    {
        $call(new CacheStorage($this->standIn(Repository::class, $answers), 'shop', 600));

        $this->assertSame($expected, $this->calls);
    }

    /**
     * @param Closure(CacheStorage): mixed $call
     * @param list<list<mixed>> $expected
     * @param array<string, mixed> $answers
     */
    #[Test]
    #[DataProvider('calls')]
    public function aStandInForLaravelsOwnClassIsCalledTheSame(Closure $call, array $expected, array $answers): void
    {
        $call(new CacheStorage($this->standIn(LaravelsRepository::class, $answers), 'shop', 600, true));

        $this->assertSame($expected, $this->calls);
    }

    /**
     * @param class-string<Repository> $class
     * @param array<string, mixed> $answers
     */
    private function standIn(string $class, array $answers): Repository
    {
        $cache = $this->createMock($class);
        $cache->method('has')->willReturnCallback(function (mixed ...$call) use ($answers): bool {
            $this->calls[] = ['has', ...$call];

            return isset($answers[$call[0]]);
        });
        $cache->method('get')->willReturnCallback(function (mixed ...$call) use ($answers): mixed {
            // PHPUnit adds the default of an argument that was not given.
            $this->calls[] = ['get', $call[0]];

            return $answers[$call[0]] ?? null;
        });

        foreach (['put' => true, 'forget' => true] as $method => $answer) {
            $cache->method($method)->willReturnCallback(function (mixed ...$call) use ($method, $answer): bool {
                $this->calls[] = [$method, ...$call];

                return $answer;
            });
        }

        $store = $this->createStub(Store::class);
        $cache->method('getStore')->willReturnCallback(function () use ($store): Store {
            $this->calls[] = ['getStore'];

            return $store;
        });

        foreach (['pull', 'add', 'increment', 'forever', 'remember', 'set', 'delete', 'clear', 'getMultiple'] as $other) {
            $cache->expects($this->never())->method($other);
        }

        return $cache;
    }
}
