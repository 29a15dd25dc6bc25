<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\InvalidCallException;
use Cartwright\Exceptions\InvalidLockException;
use Cartwright\Exceptions\LockLostException;
use Cartwright\Exceptions\LockTimeoutException;
use Cartwright\Native\NativeLocks;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\TestCase;
use Illuminate\Contracts\Cache\LockTimeoutException as LaravelsLockTimeoutException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Locks with an owner, a lease and a fence, from PHP.
 */
final class NativeLocksTest extends TestCase
{
    use EngineStores;

    public static function lockStores(): array
    {
        return ['memory' => ['memory'], 'a file' => ['sqlite']];
    }

    #[Test]
    #[DataProvider('lockStores')]
    public function aLockIsOneOwnersUntilHeGivesItBack(string $store): void
    {
        $locks = NativeLocks::open(['store' => $this->store($store)]);
        $lock = $locks->acquire('cart:user-7', 60_000);
        $this->assertSame([32, 'cart:user-7'], [strlen($lock->owner), $lock->name]);
        $this->assertGreaterThan(0, $lock->remainingMs);

        try {
            $locks->acquire('cart:user-7', 60_000);
            $this->fail('Nothing was thrown');
        } catch (LaravelsLockTimeoutException $held) {
            $this->assertInstanceOf(LockTimeoutException::class, $held);
            $this->assertGreaterThan(0, (int) $held->detail()['remaining_ms']);
        }

        $this->assertSame(['cart:user-7'], array_column($locks->held(), 'name'));
        $locks->release('cart:user-7', $lock->owner);
        $this->assertSame([], $locks->held());
        $this->assertTrue($locks->acquire('cart:user-7', 60_000)->isLaterThan($lock));
    }

    #[Test]
    #[DataProvider('lockStores')]
    public function onlyItsOwnerRenewsAndReleasesIt(string $store): void
    {
        $locks = NativeLocks::open(['store' => $this->store($store)]);
        $lock = $locks->acquire('cart:user-7', 60_000);
        $renewed = $locks->renew('cart:user-7', $lock->owner, 70_000);
        $this->assertGreaterThan(60_000, $renewed->remainingMs);
        $this->assertFalse($renewed->isLaterThan($lock));

        try {
            $locks->release('cart:user-7', str_repeat('0', 32));
            $this->fail('Nothing was thrown');
        } catch (LockLostException $lost) {
            $this->assertSame(['reason' => 'another has it'], $lost->detail());
        }

        $this->assertTrue($locks->forceRelease('cart:user-7'));
        $this->assertFalse($locks->forceRelease('cart:user-7'));
        $this->expectException(LockLostException::class);
        $locks->renew('cart:user-7', $lock->owner, 60_000);
    }

    #[Test]
    public function whatCanBeNoLockIsRefused(): void
    {
        $locks = NativeLocks::open(['store' => 'memory', 'longest_lease_ms' => 1000]);
        $calls = [
            'no name' => static fn () => $locks->acquire('', 10),
            'no time' => static fn () => $locks->acquire('a', 0),
            'too long a time' => static fn () => $locks->acquire('a', 1001),
            'no owner' => static fn () => $locks->release('a', 'me'),
        ];

        foreach ($calls as $what => $call) {
            try {
                $call();
                $this->fail("{$what}: nothing was thrown");
            } catch (InvalidLockException $refusal) {
                $this->assertSame('invalid_lock', $refusal->kind());
            }
        }

        $this->assertRefused(
            InvalidCallException::class,
            'A wait of -1 ms is none; give 0 or more',
            static fn () => $locks->acquire('a', 10, -1),
        );
    }

    #[Test]
    public function theOwnerOfALockIsNotInWhatIsDumped(): void
    {
        $lock = NativeLocks::open(['store' => 'memory'])->acquire('cart:user-7', 1000);
        ob_start();
        var_dump($lock);
        $dumped = (string) ob_get_clean();

        $this->assertStringContainsString('cart:user-7', $dumped);
        $this->assertStringNotContainsString($lock->owner, $dumped);
    }
}
