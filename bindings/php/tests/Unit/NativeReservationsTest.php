<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\InvalidCallException;
use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\InvalidTextException;
use Cartwright\Native\NativeReservations;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\TestCase;
use LogicException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The store of reservations from PHP, without a Laravel.
 */
final class NativeReservationsTest extends TestCase
{
    use EngineStores;

    private const LAMP = ['key' => 'shop/item/lamp'];

    public static function reservationStores(): array
    {
        return ['memory' => ['memory'], 'a file' => ['sqlite']];
    }

    #[Test]
    #[DataProvider('reservationStores')]
    public function everyOperationIsOneCall(string $store): void
    {
        $shop = NativeReservations::open(['store' => $this->store($store)]);
        $this->assertSame(2, $shop->call('set_stock', self::LAMP + ['on_hand' => 2])['available']);

        $held = $shop->call('reserve', ['order' => 17, 'owner' => 'ada', 'lines' => [self::LAMP + ['quantity' => 2]]]);
        $this->assertSame([32, true, false], [strlen($held['token']), $held['granted'], $held['again']]);

        try {
            $shop->call('reserve', ['order' => 18, 'owner' => 'ben', 'lines' => [self::LAMP + ['quantity' => 1]]]);
            $this->fail('It was granted');
        } catch (InsufficientStockException $short) {
            $this->assertSame('There is too little of shop/item/lamp (1 asked for, 0 to be had); nothing is held', $short->getMessage());
            $this->assertSame([['available' => 0, 'key' => 'shop/item/lamp', 'requested' => 1]], $short->shortages());
        }

        $this->assertFalse($shop->call('commit', ['order' => '17', 'token' => $held['token']])['late']);
        $this->assertSame('committed', $shop->call('find', ['order' => 17])['state']);
        $this->assertNull($shop->call('find', ['order' => 18]));
        $this->assertSame([], $shop->call('list', ['state' => 'held']));
        $this->assertSame(2, $shop->call('level', self::LAMP)['sold']);
    }

    #[Test]
    public function aFileIsSharedByAllWhoOpenIt(): void
    {
        $place = $this->store('sqlite');
        NativeReservations::open(['store' => $place])->call('set_stock', self::LAMP + ['on_hand' => 7]);

        $this->assertSame(7, NativeReservations::open(['store' => $place])->call('level', self::LAMP)['available']);
    }

    #[Test]
    public function aClockThatIsMovedByHandEndsLeasesWithoutWaiting(): void
    {
        $shop = NativeReservations::open(['store' => 'memory', 'clock' => 'manual']);
        $shop->call('reserve', ['order' => 1, 'owner' => 'ada', 'lines' => [self::LAMP + ['quantity' => 1, 'on_hand' => 1]], 'ttl_ms' => 1000]);
        $shop->advance(999);
        $this->assertSame('held', $shop->call('find', ['order' => 1])['state']);
        $shop->advance(1);
        $this->assertSame('expired', $shop->call('find', ['order' => 1])['state']);

        $this->expectException(InvalidCallException::class);
        NativeReservations::open(['store' => 'memory'])->advance(1);
    }

    /**
     * @param array<string, mixed> $settings
     * @param class-string<\Throwable> $class
     */
    #[Test]
    #[DataProvider('settingsThatAreNone')]
    public function settingsThatAreNoneAreRefused(array $settings, string $class): void
    {
        $this->expectException($class);
        NativeReservations::open($settings);
    }

    public static function settingsThatAreNone(): array
    {
        return [
            'no store' => [[], InvalidCallException::class],
            'a store that is none' => [['store' => 'shelf'], InvalidCallException::class],
            'a word that nobody knows' => [['store' => 'memory', 'leese_ms' => 1], InvalidCallException::class],
            'a cap that nobody knows' => [['store' => 'memory', 'caps' => ['per_day' => 1]], InvalidCallException::class],
            'a lease shorter than the time to pay' => [['store' => 'memory', 'lease_ms' => 1000], InvalidReservationException::class],
            'a lease longer than the longest' => [['store' => 'memory', 'longest_lease_ms' => 1000], InvalidReservationException::class],
            'a longest lease of nothing' => [['store' => 'memory', 'longest_lease_ms' => 0], InvalidReservationException::class],
            'a clock of a file by hand' => [['store' => 'sqlite:/tmp/x', 'clock' => 'manual'], InvalidCallException::class],
        ];
    }

    #[Test]
    public function whatIsNoCallIsRefusedWithItsReason(): void
    {
        $shop = NativeReservations::open(['store' => 'memory']);

        foreach ([['dance', []], ['reserve', ['order' => 1]], ['reserve', ['order' => [], 'owner' => 'ada', 'lines' => []]]] as [$operation, $arguments]) {
            try {
                $shop->call($operation, $arguments);
                $this->fail("{$operation} was done");
            } catch (InvalidReservationException $refusal) {
                $this->assertSame('invalid_call', $refusal->detail()['reason']);
            }
        }

        $this->expectException(InvalidTextException::class);
        $shop->call('find', ['order' => "\xff"]);
    }

    #[Test]
    public function aStoreStaysInItsProcess(): void
    {
        $this->expectException(LogicException::class);
        serialize(NativeReservations::open(['store' => 'memory']));
    }
}
