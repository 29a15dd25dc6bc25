<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use Cartwright\Native\NativeReservations;
use Illuminate\Contracts\Container\Container;
use RuntimeException;
use Throwable;

/**
 * Does with locks and reservations what a shop does, in a store of its own of the configured kind, and says what went wrong. The
 * shop's own reservations are not touched.
 *
 * @internal
 */
final class SelfTest
{
    private const BUYERS = 20;

    private const PROCESSES = 4;

    private readonly ReservationManager $reservations;

    private readonly AtomicCache $locks;

    private function __construct(private readonly ScratchStore $store)
    {
        $this->reservations = $store->open();
        $this->locks = new AtomicCache($this->reservations);
    }

    public static function of(Container $app): self
    {
        return new self(ScratchStore::of($app));
    }

    /**
     * How the last unit is wanted by many.
     */
    public function concurrency(): string
    {
        return match (true) {
            ! $this->store->isShared() => 'one after the other, in one process: a store in memory has no other',
            ! AtOnce::isPossible() => 'one after the other, through two handles of one process: PHP lacks pcntl',
            default => 'at once, in ' . self::PROCESSES . ' processes',
        };
    }

    /**
     * @return array<string, ?string> what is wrong, by the name of the test; null if it passed
     */
    public function run(): array
    {
        $tests = [
            'acquisition' => $this->acquisition(...),
            'cart reservation' => $this->cart(...),
            'expiry' => $this->expiry(...),
            'concurrent access' => $this->concurrentAccess(...),
            'statistics' => $this->statistics(...),
        ];

        try {
            return array_map(self::failureOf(...), $tests);
        } finally {
            $this->store->remove();
        }
    }

    private function acquisition(): void
    {
        self::expect($this->locks->acquireLock('lamp', 'ada'), 'a free lock was refused');
        self::expect(! $this->locks->acquireLock('lamp', 'ben'), 'a lock was granted twice');
        self::expect(! $this->locks->releaseLock('lamp', 'ben'), 'somebody released the lock of another');
        self::expect($this->locks->releaseLock('lamp', 'ada'), 'the holder could not release his lock');
        self::expect(! $this->locks->isLocked('lamp'), 'a released lock is locked');
    }

    private function cart(): void
    {
        $this->reservations->setStock(['vendor' => 'test', 'sku' => 'chair'], 3);
        $items = [
            ['itemId' => 'chair', 'kind' => 'item', 'quantity' => 1],
            ['itemId' => 'chair', 'kind' => 'item', 'quantity' => 1],
            ['itemId' => 'vase', 'kind' => 'item', 'quantity' => 1],
        ];
        $ada = $this->locks->reserveItemsInCart($items, 'ada', 'test');
        self::expect($ada['success'], 'a cart that fits was refused');
        $ben = $this->locks->reserveItemsInCart($items, 'ben', 'test');
        self::expect(! $ben['success'] && count($ben['failedItems']) === 3, 'not every short item was named');
        $ended = $this->locks->releaseOrderLocks($ada['reservations'], 'ada');
        self::expect($ended['failed'] === [], 'the holder could not release his cart');
        $held = $this->reservations->stock(['vendor' => 'test', 'sku' => 'chair'])->held;
        self::expect($held === 0, "{$held} are still held");
    }

    /**
     * On a clock that is moved by hand: nobody has to wait for it.
     */
    private function expiry(): void
    {
        $memory = NativeReservations::open(['store' => 'memory', 'clock' => 'manual'] + $this->store->settings());
        $locks = new AtomicCache(new ReservationManager(static fn () => $memory, static fn () => null));
        self::expect($locks->acquireLock('lamp', 'ada', 1000), 'a free lock was refused');
        $memory->advance(999);
        self::expect($locks->isLocked('lamp'), 'a lock ended before its time');
        $memory->advance(1);
        self::expect(! $locks->isLocked('lamp'), 'a lock outlived its time');
        self::expect($locks->acquireLock('lamp', 'ben', 1000), 'what had expired was not to be had');
        self::expect(! $locks->releaseLock('lamp', 'ada'), 'an old holder released the lock of a newer one');
    }

    private function concurrentAccess(): void
    {
        $this->reservations->setStock(['vendor' => 'test', 'sku' => 'last'], 1);
        $granted = $this->store->isShared() && AtOnce::isPossible()
            ? array_sum(array_map(intval(...), AtOnce::run(self::PROCESSES, $this->grantedInProcess(...))))
            : $this->granted($this->reservations, 0, 2) + $this->granted($this->others(), 1, 2);

        self::expect($granted === 1, "{$granted} buyers got the last unit");
    }

    private function grantedInProcess(int $process): string
    {
        try {
            return (string) $this->granted($this->others(), $process, self::PROCESSES);
        } catch (Throwable) {
            // An error is never permission, and a test where nothing was granted fails.
            return '0';
        }
    }

    private function others(): ReservationManager
    {
        return $this->store->isShared() ? $this->store->open() : $this->reservations;
    }

    /**
     * @return int how many of every so many buyers, from the first on, got the last unit
     */
    private function granted(ReservationManager $reservations, int $first, int $every): int
    {
        $locks = new AtomicCache($reservations);
        $granted = 0;

        for ($buyer = $first; $buyer < self::BUYERS; $buyer += $every) {
            $answer = $locks->reserveItemsInCart([['itemId' => 'last', 'quantity' => 1]], "buyer-{$buyer}", 'test');
            $granted += $answer['success'] ? 1 : 0;
        }

        return $granted;
    }

    private function statistics(): void
    {
        $this->locks->clearAllLocks();
        $this->locks->acquireLock('lamp', 'ada');
        $stats = $this->locks->getStats();
        self::expect($stats['activeLocks'] === 1, "one lock is counted as {$stats['activeLocks']}");
        self::expect($this->locks->clearAllLocks() === 1, 'what was cleared was counted wrongly');
        self::expect($this->locks->getStats()['lockKeys'] === [], 'a cleared lock is listed');
    }

    private static function expect(bool $isTrue, string $otherwise): void
    {
        $isTrue || throw new RuntimeException($otherwise);
    }

    private static function failureOf(callable $test): ?string
    {
        try {
            $test();

            return null;
        } catch (Throwable $failure) {
            return $failure->getMessage();
        }
    }
}
