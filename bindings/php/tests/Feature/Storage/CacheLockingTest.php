<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Cache\CartLocks;
use Cartwright\Cache\RealCache;
use Cartwright\Tests\Support\WatchedStore;
use Cartwright\Tests\TestCase;
use Closure;
use Illuminate\Cache\Repository;
use Illuminate\Contracts\Cache\LockTimeoutException;
use Illuminate\Contracts\Cache\Store;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\CacheStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Psr\Log\AbstractLogger;

/**
 * Which locks are held while a cart in a cache is changed, and what happens when one is not to be had.
 */
final class CacheLockingTest extends TestCase
{
    private const CART = 'lock.cart.guest.default';

    private WatchedStore $store;

    private CacheStorage $storage;

    protected function setUp(): void
    {
        parent::setUp();
        $this->store = new WatchedStore();
        $this->storage = new CacheStorage(new Repository($this->store), 'cart', 600, true, 3);
    }

    /**
     * @return iterable<string, array{Closure(CacheStorage, Cart): mixed, list<string>}>
     */
    public static function changes(): iterable
    {
        $items = self::CART . '.items';
        $conditions = self::CART . '.conditions';
        $note = self::CART . '.metadata.note';
        $list = self::CART . '.metadata';
        $vat = new CartCondition('vat', 'tax', 'subtotal', '10%');

        yield 'putItems' => [static fn ($it) => $it->putItems('guest', 'default', []), [$items]];
        yield 'putConditions' => [static fn ($it) => $it->putConditions('guest', 'default', []), [$conditions]];
        yield 'putBoth' => [static fn ($it) => $it->putBoth('guest', 'default', [], []), [$items, $conditions]];
        yield 'putMetadata' => [static fn ($it) => $it->putMetadata('guest', 'default', 'note', 1), [$list, $note]];
        yield 'forget' => [
            static function (CacheStorage $it): void {
                $it->putMetadata('guest', 'default', 'note', 1);
                $it->forget('guest', 'default');
            },
            [$list, $note, $items, $conditions, $note],
        ];
        yield 'swapIdentifier' => [
            static fn ($it) => $it->swapIdentifier('guest', 'a', 'default'),
            ['lock.cart.a.default.items', 'lock.cart.a.default.conditions', $items, $conditions],
        ];
        yield 'getItems' => [static fn ($it) => $it->getItems('guest', 'default'), []];
        yield 'add' => [static fn ($it, $cart) => $cart->add('mug', 'Mug', 1), [$items]];
        yield 'addCondition' => [static fn ($it, $cart) => $cart->addCondition($vat), [$conditions]];
        yield 'addShipping' => [static fn ($it, $cart) => $cart->addShipping('Post', '5'), [$conditions]];
        yield 'setMetadata' => [static fn ($it, $cart) => $cart->setMetadata('note', 1), [$list, $note]];
        yield 'total' => [static fn ($it, $cart) => $cart->total(), []];
    }

    /**
     * @param Closure(CacheStorage, Cart): mixed $change
     * @param list<string> $names
     */
    #[Test]
    #[DataProvider('changes')]
    public function aChangeTakesItsLocksInOrderAndGivesThemBack(Closure $change, array $names): void
    {
        $change($this->storage, new Cart($this->storage, 'guest'));

        $this->assertSame($names, $this->store->taken);
        $this->assertSame([], $this->store->held());
    }

    #[Test]
    public function aChangeIsMadeToWhatIsThereWhenTheLockIsHad(): void
    {
        $cart = new Cart($this->storage, 'guest');
        $cart->add('mug', 'Mug', 1);
        $this->store->whenTaken = function (): void {
            $this->store->whenTaken = null;
            (new Cart(new CacheStorage(new Repository($this->store)), 'guest'))->add('cup', 'Cup', 1);
        };
        $cart->add('pot', 'Pot', 1);

        $this->assertSame(['mug', 'cup', 'pot'], array_keys($cart->content()['items']));
    }

    #[Test]
    public function whoHasALockDoesNotWaitForItAgain(): void
    {
        $other = new CacheStorage(new Repository($this->store), 'cart', 600, true, 3);
        $this->storage->locked('guest', 'default', ['items', 'conditions'], function () use ($other): void {
            $other->putBoth('guest', 'default', ['mug' => ['id' => 'mug']], []);
        });

        $this->assertSame([self::CART . '.items', self::CART . '.conditions'], $this->store->taken);
        $this->assertTrue($other->has('guest', 'default'));
    }

    #[Test]
    public function theTimeoutReachesTheCallerAndNothingIsStored(): void
    {
        $storage = new CacheStorage(new Repository($this->store), 'cart', 600, true, 0);
        $cart = new Cart($storage, 'guest');
        $this->store->lock(self::CART . '.items', 10)->acquire();

        $this->expectException(LockTimeoutException::class);

        try {
            $cart->add('mug', 'Mug', 1);
        } finally {
            $this->assertSame([], $storage->getItems('guest', 'default'));
        }
    }

    #[Test]
    public function aLockThatHasBecomeAnothersIsNotPutUnder(): void
    {
        $put = fn () => $this->storage->locked('guest', 'default', ['items'], function (): void {
            $this->store->lock(self::CART . '.items')->forceRelease();
            $this->store->lock(self::CART . '.items', 10)->acquire();
            $this->storage->putItems('guest', 'default', ['mug' => ['id' => 'mug']]);
        });
        $this->assertRefused(
            LockTimeoutException::class,
            'The lock lock.cart.guest.default.items was over before the change was stored; a longer'
            . ' cart.cache.lock_timeout gives it more time',
            $put,
        );

        $this->assertFalse($this->storage->has('guest', 'default'));
    }

    #[Test]
    public function aLockIsGivenUpBeforeItsTimeIsOver(): void
    {
        $now = 100.0;
        $cache = new Repository($this->store);
        $locks = new CartLocks($cache, RealCache::behind($cache), 3, static function () use (&$now): float {
            return $now;
        });
        $locks->hold(['lock.a'], function () use ($locks, &$now): void {
            $now = 102.6;
            $locks->check(['lock.a']);
            $now = 102.8;
            $this->expectException(LockTimeoutException::class);
            $locks->check(['lock.a']);
        });
    }

    #[Test]
    public function aStoreWithoutLocksIsUsedWithoutThemAndThatIsLoggedOnce(): void
    {
        $log = new class () extends AbstractLogger {
            /** @var list<string> */
            public array $warnings = [];

            public function log($level, string|\Stringable $message, array $context = []): void
            {
                $this->warnings[] = "{$level}: {$message}";
            }
        };
        $this->app->instance('log', $log);
        $storage = new CacheStorage(new Repository($this->withoutLocks()), 'cart', 600, true);
        $storage->putItems('guest', 'default', ['mug' => ['id' => 'mug']]);
        $storage->putItems('guest', 'default', ['cup' => ['id' => 'cup']]);

        $this->assertSame(['cup'], array_keys($storage->getItems('guest', 'default')));
        $this->assertSame([
            'warning: cart.cache.locking is on, but the cache store has no locks; carts are stored without them',
        ], $log->warnings);
    }

    #[Test]
    public function withoutTheSettingNoLockIsTaken(): void
    {
        $storage = new CacheStorage(new Repository($this->store));
        $storage->putBoth('guest', 'default', [], []);
        (new Cart($storage, 'guest'))->add('mug', 'Mug', 1);

        $this->assertSame([], $this->store->taken);
    }

    private function withoutLocks(): Store
    {
        return new class () implements Store {
            /** @var array<string, mixed> */
            private array $entries = [];

            public function get($key)
            {
                return $this->entries[$key] ?? null;
            }

            public function many(array $keys)
            {
                return array_map($this->get(...), $keys);
            }

            public function put($key, $value, $seconds)
            {
                $this->entries[$key] = $value;

                return true;
            }

            public function putMany(array $values, $seconds)
            {
                return false;
            }

            public function increment($key, $value = 1)
            {
                return false;
            }

            public function decrement($key, $value = 1)
            {
                return false;
            }

            public function forever($key, $value)
            {
                return false;
            }

            public function touch($key, $seconds)
            {
                return false;
            }

            public function forget($key)
            {
                unset($this->entries[$key]);

                return true;
            }

            public function flush()
            {
                return false;
            }

            public function getPrefix()
            {
                return '';
            }
        };
    }

    #[Test]
    public function metadataThatIsRefusedForTheLockOfItsListIsNotStored(): void
    {
        $this->store->whenTaken = function (): void {
            if (end($this->store->taken) === self::CART . '.metadata') {
                throw new LockTimeoutException();
            }
        };

        try {
            $this->storage->putMetadata('guest', 'default', 'note', 1);
            $this->fail('nobody was refused');
        } catch (LockTimeoutException) {
            $this->assertNull($this->storage->getMetadata('guest', 'default', 'note'));
        }
    }
}
