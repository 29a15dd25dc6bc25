<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\StoreException;
use Cartwright\Laravel\Doctor\ReservationStoreCheck;
use Cartwright\Reservations\AtomicCache;
use Cartwright\Reservations\AtOnce;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Reservations\ReservationSettings;
use Cartwright\Tests\Support\LaravelTestCase;
use Cartwright\Tests\Support\TestRedis;
use Illuminate\Support\Facades\Artisan;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

/**
 * Reservations on Redis, with nothing said but a connection of `database.redis`.
 */
final class ReservationsOnRedisTest extends LaravelTestCase
{
    private const PROCESSES = 4;

    private const UNITS = 25;

    public static function servers(): array
    {
        return TestRedis::rows();
    }

    #[Test]
    #[DataProvider('servers')]
    public function whatIsHeldInOneRequestIsKnownInTheNext(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $this->reservations()->setStock('lamp', 3);
        $held = $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'quantity' => 2]]);
        $this->app->forgetInstance(ReservationManager::class);

        $this->assertTrue($this->reservations()->check($held)->isHeld());
        $this->assertSame('ada', $this->reservations()->holder('lamp')?->owner);
        $this->reservations()->commit($held);
        $stock = $this->reservations()->stock('lamp');
        $this->assertSame([2, 0, 1], [$stock->sold, $stock->held, $stock->available]);
    }

    #[Test]
    #[DataProvider('servers')]
    public function aCartOfManyVendorsIsHeldWholeOrNotAtAll(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $lines = [];

        foreach (range(1, 12) as $vendor) {
            $lines[] = $line = ['vendor' => "vendor-{$vendor}", 'sku' => 'lamp'];
            $this->reservations()->setStock($line, 1);
        }

        $held = $this->reservations()->reserve('order-1', 'ada', $lines);

        try {
            $this->reservations()->reserve('order-2', 'ben', [...$lines, ['vendor' => 'another', 'sku' => 'lamp', 'on_hand' => 1]]);
            $this->fail('It was held twice');
        } catch (InsufficientStockException) {
            $this->assertSame(0, $this->reservations()->stock(['vendor' => 'another', 'sku' => 'lamp'])->held);
        }

        $this->reservations()->commit($held);
        $sold = array_map(fn (array $line): int => $this->reservations()->stock($line)->sold, $lines);
        $this->assertSame(array_fill(0, 12, 1), $sold);
    }

    #[Test]
    #[DataProvider('servers')]
    public function manyProcessesSellEachUnitOnce(TestRedis $redis): void
    {
        if (! AtOnce::isPossible()) {
            $this->markTestSkipped('This PHP cannot fork');
        }

        $this->useRedis($redis);
        $this->reservations()->setStock('lamp', self::UNITS);
        $granted = array_sum(AtOnce::run(self::PROCESSES, $this->buyUntilThereIsNoMore(...)));

        $stock = $this->reservations()->stock('lamp');
        $this->assertSame([self::UNITS, self::UNITS, 0, 0], [$granted, $stock->sold, $stock->held, $stock->available]);
    }

    #[Test]
    #[DataProvider('servers')]
    public function theOldLockTableIsSharedByAll(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $locks = $this->app->make(AtomicCache::class);

        $this->assertTrue($locks->acquireLock('lamp', 'ada'));
        $this->assertFalse($locks->acquireLock('lamp', 'ben'));
        $this->assertTrue($locks->releaseLock('lamp', 'ada'));
        $this->assertSame(0, $locks->getStats()['activeLocks']);
    }

    #[Test]
    #[DataProvider('servers')]
    public function theSelfTestTriesManyAtOnceAndLeavesTheShopAlone(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $code = Artisan::call('locks:test', ['--json' => true]);
        $answer = json_decode(Artisan::output(), true, 512, JSON_THROW_ON_ERROR);

        $this->assertSame([0, true, []], [$code, $answer['success'], array_filter($answer['tests'])]);
        $this->assertSame('at once, in 4 processes', $answer['concurrency']);
        $this->assertSame([], $this->reservations()->keys());
    }

    #[Test]
    #[DataProvider('servers')]
    public function theSelfTestGoesWhereTheEngineIsToldToByAnAddressToo(TestRedis $redis): void
    {
        $this->useRedis($redis);
        config(['reservations.store' => ReservationSettings::place($this->app)]);
        $code = Artisan::call('locks:test', ['--json' => true]);
        $answer = json_decode(Artisan::output(), true, 512, JSON_THROW_ON_ERROR);

        $this->assertSame([0, 'at once, in 4 processes'], [$code, $answer['concurrency']]);
        $this->assertSame([], $this->reservations()->keys());
    }

    #[Test]
    #[DataProvider('servers')]
    public function theDoctorAndAboutSayWhereTheyAreWithoutThePassword(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $findings = [...(new ReservationStoreCheck())->findings($this->app)];
        Artisan::call('about', ['--only' => 'cart', '--json' => true]);
        $about = json_decode(Artisan::output(), true, 512, JSON_THROW_ON_ERROR)['cart']['reservations'];

        $this->assertSame("redis: {$about}", $findings[0]->message);
        $this->assertMatchesRegularExpression('~^redis(\+cluster)?://:\*\*\*@~', $about);
        $this->assertGreaterThan(1, count($findings));
    }

    #[Test]
    public function aServerThatIsAwayIsAnErrorAndNeverPermission(): void
    {
        config(['reservations.store' => 'redis', 'reservations.redis.busy_timeout' => 1]);
        config(['database.redis' => ['default' => ['host' => '127.0.0.1', 'port' => '1']]]);

        $this->assertSame('reservations', [...(new ReservationStoreCheck())->findings($this->app)][0]->topic);
        $this->expectException(StoreException::class);
        $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'on_hand' => 3]]);
    }

    #[Test]
    #[TestWith(['reservations:stress', 'default', 'store_unavailable'])]
    #[TestWith(['reservations:stress', 'nowhere', 'store_unsupported'])]
    #[TestWith(['locks:test', 'nowhere', 'store_unsupported'])]
    public function whoTriesItOnAServerThatIsAwayIsToldSo(string $command, string $connection, string $error): void
    {
        config(['reservations.store' => 'redis', 'reservations.redis.busy_timeout' => 1]);
        config(['reservations.redis.connection' => $connection]);
        config(['database.redis' => ['default' => ['host' => '127.0.0.1', 'port' => '1']]]);
        $code = Artisan::call($command, ['--json' => true]);

        $this->assertSame([1, $error], [$code, json_decode(Artisan::output(), true, 512, JSON_THROW_ON_ERROR)['error']]);
    }

    private function buyUntilThereIsNoMore(int $process): string
    {
        $this->app->forgetInstance(ReservationManager::class);

        for ($bought = 0; ; $bought++) {
            try {
                $held = $this->reservations()->reserve("order-{$process}-{$bought}", 'ada', [['sku' => 'lamp']]);
            } catch (InsufficientStockException) {
                return (string) $bought;
            }

            $this->reservations()->commit($held);
        }
    }

    private function reservations(): ReservationManager
    {
        return $this->app->make(ReservationManager::class);
    }

    private function useRedis(TestRedis $redis): void
    {
        // What a test leaves under such a name ends by itself.
        config([
            'reservations.store' => 'redis',
            'database.redis' => $redis->settings('cartwright-test:' . bin2hex(random_bytes(6)) . ':'),
        ]);
        $this->app->forgetInstance(ReservationManager::class);
    }
}
