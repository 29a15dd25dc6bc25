<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\Shelves;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\DatabaseStore;
use Illuminate\Cache\Repository;
use MasyukAI\Cart\Storage\CacheStorage;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * How a cart lies in a cache, and what of the cache is the carts'.
 */
final class CacheStorageTest extends TestCase
{
    private Repository $cache;

    private CacheStorage $storage;

    protected function setUp(): void
    {
        parent::setUp();
        $this->cache = new Repository(new ArrayStore());
        $this->storage = new CacheStorage($this->cache);
    }

    #[Test]
    public function eachPartIsAnEntryOfItsOwn(): void
    {
        $storage = new CacheStorage($this->cache, 'shop');
        $storage->putBoth('a.b', 'default', ['mug' => ['id' => 'mug']], ['vat' => ['name' => 'vat']]);
        $storage->putMetadata('a.b', 'default', 'note', 'ring twice');

        $this->assertSame(['mug' => ['id' => 'mug']], $this->cache->get('shop.a.b.default.items'));
        $this->assertSame(['vat' => ['name' => 'vat']], $this->cache->get('shop.a.b.default.conditions'));
        $this->assertSame('ring twice', $this->cache->get('shop.a.b.default.metadata.note'));
    }

    #[Test]
    public function whatIsThereAsTextIsReadAsJson(): void
    {
        $this->cache->put('cart.guest.default.items', '{"mug":{"id":"mug"}}', 60);
        $this->cache->put('cart.guest.default.conditions', 'no JSON', 60);

        $this->assertSame(['mug' => ['id' => 'mug']], $this->storage->getItems('guest', 'default'));
        $this->assertSame([], $this->storage->getConditions('guest', 'default'));
    }

    #[Test]
    public function metadataAloneIsNoCart(): void
    {
        $this->storage->putMetadata('guest', 'default', 'note', 1);

        $this->assertFalse($this->storage->has('guest', 'default'));
    }

    #[Test]
    public function aFlushLeavesWhatIsNoCart(): void
    {
        $this->cache->put('prices', [1, 2, 3], 60);
        $this->cache->put('cartography', 'maps', 60);
        $this->storage->putItems('guest', 'default', ['mug' => []]);
        $this->storage->putMetadata('guest', 'default', 'note', 1);
        $this->storage->flush();

        $this->assertSame([1, 2, 3], $this->cache->get('prices'));
        $this->assertSame('maps', $this->cache->get('cartography'));
        $this->assertFalse($this->storage->has('guest', 'default'));
        $this->assertNull($this->storage->getMetadata('guest', 'default', 'note'));
    }

    #[Test]
    public function aFlushOfADatabaseCacheLeavesWhatIsNoCart(): void
    {
        $database = (new SqliteShop($this->app))->database;
        $database->statement('create table cache ("key" varchar primary key, value text, expiration integer)');
        $cache = new Repository(new DatabaseStore($database, 'cache', 'laravel_'));
        $storage = new CacheStorage($cache, 'my_cart');
        $cache->put('my_carton', 1, 60);
        $cache->put('my-cart.guest.default.items', 2, 60);
        $storage->putItems('guest', 'default', ['mug' => []]);
        $storage->flush();

        $this->assertSame([1, 2], [$cache->get('my_carton'), $cache->get('my-cart.guest.default.items')]);
        $this->assertFalse($storage->has('guest', 'default'));
    }

    #[Test]
    public function aStoreThatCannotTellItsCartsIsEmptiedInTestsOrWhereTheShopSaysSo(): void
    {
        $directory = new Directory();
        $cache = Shelves::fileCache($directory->path);
        $storage = new CacheStorage($cache);
        $allow = [
            fn () => $this->app->instance('env', 'testing'),
            fn () => $this->app->instance('env', 'local'),
            fn () => config(['cart.cache.flush_whole_store' => true]),
        ];

        foreach ($allow as $say) {
            $this->app->instance('env', 'production');
            config(['cart.cache.flush_whole_store' => false]);
            $cache->put('prices', 1, 60);
            $this->assertRefused(
                RuntimeException::class,
                'This cache store cannot tell which of its entries are carts; emptying all of it is only allowed in'
                . ' testing and local environments, or with cart.cache.flush_whole_store',
                fn () => $storage->flush(),
            );
            $this->assertSame(1, $cache->get('prices'));
            $say();
            $storage->flush();
            $this->assertNull($cache->get('prices'));
        }
    }

    #[Test]
    public function aFlushOfATaggedCacheTakesWhatHasItsTags(): void
    {
        $this->cache->put('prices', 1, 60);
        $storage = new CacheStorage($this->cache->tags('carts'));
        $storage->putItems('guest', 'default', ['mug' => []]);
        $storage->putMetadata('guest', 'default', 'note', 1);
        $storage->flush();

        $this->assertSame(1, $this->cache->get('prices'));
        $this->assertFalse($storage->has('guest', 'default'));
        $this->assertNull($storage->getMetadata('guest', 'default', 'note'));
    }

    #[Test]
    public function metadataOfTwoTaggedCachesIsApart(): void
    {
        $one = new CacheStorage($this->cache->tags('one'));
        $other = new CacheStorage($this->cache->tags('other'));
        $one->putMetadata('guest', 'default', 'note', 1);
        $other->putMetadata('guest', 'default', 'note', 2);
        $one->forget('guest', 'default');

        $this->assertNull($one->getMetadata('guest', 'default', 'note'));
        $this->assertSame(2, $other->getMetadata('guest', 'default', 'note'));
    }
}
