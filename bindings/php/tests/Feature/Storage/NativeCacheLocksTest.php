<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Cache\NativeLockProvider;
use Cartwright\Storage\NativePlace;
use Cartwright\Storage\SqlitePlace;
use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\TestRedis;
use Cartwright\Tests\TestCase;
use Illuminate\Cache\Repository;
use Illuminate\Contracts\Cache\LockTimeoutException;
use Illuminate\Contracts\Cache\Store;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Storage\CacheStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The engine's locks in the place of those that a cache's store has not.
 */
final class NativeCacheLocksTest extends TestCase
{
    private Directory $directory;

    protected function setUp(): void
    {
        parent::setUp();
        $this->directory = new Directory();
    }

    public static function places(): array
    {
        return [
            'on Redis' => [static fn (string $directory): NativePlace => TestRedis::Single->place(basename($directory))],
            'on a Cluster' => [static fn (string $directory): NativePlace => TestRedis::Cluster->place(basename($directory))],
            'in a file' => [static fn (string $directory): NativePlace => new SqlitePlace("{$directory}/locks.sqlite")],
        ];
    }

    #[Test]
    #[DataProvider('places')]
    public function aLockIsGivenToOneUntilItIsGivenBack(callable $place): void
    {
        $first = (new NativeLockProvider($place($this->directory->path)))->lock('cart', 10);
        $second = (new NativeLockProvider($place($this->directory->path)))->lock('cart', 10);

        $this->assertTrue($first->get());
        $this->assertFalse($second->get());
        $this->assertTrue($first->isOwnedByCurrentProcess());
        $this->assertFalse($second->isOwnedByCurrentProcess());
        $this->assertFalse($second->release());
        $this->assertTrue($first->release());
        $this->assertTrue($second->get());
        $this->assertFalse($first->isOwnedByCurrentProcess());
        $second->forceRelease();
        $this->assertTrue($first->get());
    }

    #[Test]
    #[DataProvider('places')]
    public function whoKnowsTheOwnerGoesOnWithALock(callable $place): void
    {
        $locks = new NativeLockProvider($place($this->directory->path));
        $lock = $locks->lock('cart', 10);
        $lock->get();

        $this->assertTrue($locks->restoreLock('cart', $lock->owner())->isOwnedByCurrentProcess());
        $this->assertTrue($locks->restoreLock('cart', $lock->owner())->release());
    }

    #[Test]
    #[DataProvider('places')]
    public function aCacheWithoutLocksTakesThem(callable $place): void
    {
        $locks = new NativeLockProvider($place($this->directory->path));
        $storage = new CacheStorage(new Repository(self::storeWithoutLocks()), useLocking: true, lockTimeout: 1, locks: $locks);
        $cart = new Cart($storage, 'customer');
        $cart->add('mug', 'Mug', 950);
        $held = $locks->lock('lock.cart.customer.default.items', 10);
        $held->get();

        try {
            $cart->add('mug', 'Mug', 950);
            $this->fail('Nobody was kept away');
        } catch (LockTimeoutException) {
            $held->release();
        }

        $this->assertSame(2, $cart->add('mug', 'Mug', 950)->quantity);
    }

    private static function storeWithoutLocks(): Store
    {
        return new class () implements Store {
            /** @var array<string, mixed> */
            private array $kept = [];

            public function get($key)
            {
                return $this->kept[$key] ?? null;
            }

            public function many(array $keys)
            {
                return array_map($this->get(...), array_combine($keys, $keys));
            }

            public function put($key, $value, $seconds)
            {
                $this->kept[$key] = $value;

                return true;
            }

            public function putMany(array $values, $seconds)
            {
                $this->kept = $values + $this->kept;

                return true;
            }

            public function increment($key, $value = 1)
            {
                return $this->kept[$key] = ($this->kept[$key] ?? 0) + $value;
            }

            public function decrement($key, $value = 1)
            {
                return $this->increment($key, -$value);
            }

            public function forever($key, $value)
            {
                return $this->put($key, $value, 0);
            }

            public function touch($key, $seconds)
            {
                return true;
            }

            public function forget($key)
            {
                unset($this->kept[$key]);

                return true;
            }

            public function flush()
            {
                $this->kept = [];

                return true;
            }

            public function getPrefix()
            {
                return '';
            }
        };
    }
}
