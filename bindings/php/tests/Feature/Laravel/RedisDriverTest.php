<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Laravel\Doctor\Finding;
use Cartwright\Laravel\Doctor\LockCheck;
use Cartwright\Laravel\Doctor\StorageCheck;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\LaravelTestCase;
use Cartwright\Tests\Support\TestRedis;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Services\CartMigrationService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The driver `redis` in an application, with nothing said but a connection of `database.redis`.
 */
final class RedisDriverTest extends LaravelTestCase
{
    private string $prefix;

    public static function servers(): array
    {
        return TestRedis::rows();
    }

    #[Test]
    #[DataProvider('servers')]
    public function aRequestSendsTheContractsEvents(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $events = [];
        $this->app->make('events')->listen('MasyukAI\Cart\Events\*', static function (string $event) use (&$events): void {
            $events[] = $event;
        });
        Cart::add('mug', 'Mug', 10, 2);
        Cart::setInstance('wishlist')->add('cup', 'Cup', 5);

        $added = [CartCreated::class, CartUpdated::class, ItemAdded::class];
        $this->assertSame([...$added, ...$added], $events);
        $this->assertInstanceOf(NativeStorage::class, Cart::storage());
        $instances = Cart::storage()->getInstances(Cart::getIdentifier());
        sort($instances);
        $this->assertSame(['default', 'wishlist'], $instances);
    }

    #[Test]
    #[DataProvider('servers')]
    public function aLoginMergesTheVisitorsCart(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $merged = null;
        $this->app->make('events')->listen(CartMerged::class, static function (CartMerged $event) use (&$merged): void {
            $merged = $event;
        });
        Cart::getCartInstance('default', '7')->add('mug', 'Mug', 10);
        $guest = Cart::getCartInstance('default', 'a-session');
        $guest->add('mug', 'Mug', 10, 2);
        $guest->add('cup', 'Cup', 5);

        $this->assertTrue((new CartMigrationService())->migrateGuestCartToUser('7', 'default', 'a-session'));
        $this->assertFalse(Cart::storage()->has('a-session', 'default'));
        $this->assertSame(['7', 4, true], [
            $merged->targetCart->getIdentifier(),
            $merged->targetCart->count(),
            $merged->hadConflicts,
        ]);
    }

    #[Test]
    public function theKeysBeginWithThePrefixOfTheConnectionAndOfTheCarts(): void
    {
        $this->useRedis(TestRedis::Single, ['cart.redis.prefix' => 'baskets:']);
        Cart::add('mug', 'Mug', 1);
        $client = $this->app->make('redis')->connection()->client();
        $client->setOption(\Redis::OPT_PREFIX, '');

        $this->assertNotSame([], $client->keys("{$this->prefix}baskets:*"));
        $this->assertSame([], $client->keys("{$this->prefix}cartwright:*"));
    }

    #[Test]
    public function aCartEndsAfterTheTimeThatTheSettingsSay(): void
    {
        $this->useRedis(TestRedis::Single, ['cart.redis.ttl' => '600']);
        Cart::add('mug', 'Mug', 1);
        $client = $this->app->make('redis')->connection()->client();
        $client->setOption(\Redis::OPT_PREFIX, '');
        $ends = array_map($client->ttl(...), $client->keys("{$this->prefix}*cart:*"));

        $this->assertCount(1, $ends);
        $this->assertThat($ends[0], $this->logicalAnd($this->greaterThan(500), $this->lessThanOrEqual(600)));
    }

    #[Test]
    public function anUrlOfTheCartsOwnNeedsNoConnectionOfLaravels(): void
    {
        $url = TestRedis::Single->place('an-url-of-its-own-' . bin2hex(random_bytes(4)))->store();
        config(['cart.storage' => 'redis', 'cart.redis.url' => $url, 'database.redis' => []]);
        Cart::add('mug', 'Mug', 1);

        $this->assertSame(1, Cart::count());
        $this->assertSame('ok', $this->found()[0]['health']);
    }

    #[Test]
    #[DataProvider('servers')]
    public function abandonedCartsAreCleared(TestRedis $redis): void
    {
        $this->useRedis($redis);

        foreach (['a', 'b', 'c'] as $identifier) {
            Cart::getCartInstance('default', $identifier)->add('mug', 'Mug', 10);
        }

        $this->assertStringContainsString('No abandoned carts found.', $this->artisan('cart:clear-abandoned')[1]);
        // A Redis goes by its own clock, in seconds; no day without a change is every cart that is not of this second.
        $engine = Cart::storage()->engine();

        for ($turn = 0; $turn < 300 && count($engine->carts(['idle_seconds' => 0])) < 3; $turn++) {
            usleep(10_000);
        }

        [$code, $output] = $this->artisan('cart:clear-abandoned', [
            '--force' => true, '--days' => '0', '--batch-size' => '2',
        ]);

        $this->assertSame(0, $code, $output);
        $this->assertStringContainsString('Successfully deleted 3 abandoned carts.', $output);
        $this->assertFalse(Cart::storage()->has('b', 'default'));
    }

    #[Test]
    public function theDoctorLooksAtTheServer(): void
    {
        $this->useRedis(TestRedis::Single);
        $this->assertSame(['ok', 'ok', 'ok'], array_column($this->found(), 'health'));
        [$where, $keeps, $evicts] = array_column($this->found(), 'message');
        $this->assertStringContainsString('redis://:***@127.0.0.1', $where);
        $this->assertSame('the server keeps each change before it answers', $keeps);
        $this->assertSame('the server throws no cart away (noeviction)', $evicts);
        $this->assertSame(
            'none are needed: the engine compares versions',
            [...(new LockCheck())->findings($this->app)][0]->message,
        );
    }

    #[Test]
    public function theDoctorLooksAtEachMasterOfACluster(): void
    {
        $this->useRedis(TestRedis::Cluster);

        $this->assertSame(array_fill(0, 7, 'ok'), array_column($this->found(), 'health'));
    }

    #[Test]
    public function theDoctorSaysWhereNobodyAnswers(): void
    {
        config([
            'cart.storage' => 'redis',
            'cart.redis.busy_timeout' => 1,
            'database.redis' => ['default' => ['host' => '127.0.0.1', 'port' => 1, 'password' => 'hush']],
        ]);
        [$finding] = $this->found();

        $this->assertSame('problem', $finding['health']);
        $this->assertStringStartsWith('redis does not answer: ', $finding['message']);
        $this->assertStringNotContainsString('hush', $finding['message']);
    }

    #[Test]
    public function laravelsOwnReportSaysWhereTheCartsAre(): void
    {
        $this->useRedis(TestRedis::Single);
        [, $output] = $this->artisan('about', ['--only' => 'cart', '--json' => true]);
        $storage = json_decode($output, true)['cart']['storage'];

        $this->assertStringStartsWith('redis: redis://:***@127.0.0.1', $storage);
        $this->assertStringNotContainsString(config('database.redis.default.password'), $storage);
    }

    /**
     * @param array<string, mixed> $settings
     */
    private function useRedis(TestRedis $redis, array $settings = []): void
    {
        $this->prefix = bin2hex(random_bytes(6)) . ':';
        $this->startApplication($settings + [
            'cart.storage' => 'redis',
            'database.redis' => $redis->settings($this->prefix),
        ]);
    }

    /**
     * @return list<array{topic: string, health: string, message: string, remedy: ?string}>
     */
    private function found(): array
    {
        return array_map(
            static fn (Finding $finding): array => $finding->toArray(),
            [...(new StorageCheck())->findings($this->app)],
        );
    }
}
