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
    private readonly AtomicCache $locks;

    /**
     * @param array<string, mixed> $settings of the store, without its place
     */
    private function __construct(
        private readonly string $place,
        private readonly array $settings,
        private readonly ReservationManager $reservations,
    ) {
        $this->locks = new AtomicCache($reservations);
    }

    public static function of(Container $app): self
    {
        $settings = ReservationSettings::engine($app);
        $file = sys_get_temp_dir() . '/cartwright-locks-test-' . bin2hex(random_bytes(6)) . '.sqlite';
        $isFile = str_starts_with(ReservationSettings::place($app), 'sqlite');

        return new self($isFile ? $file : '', $settings, self::manager($isFile ? "sqlite:{$file}" : 'memory', $settings));
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
            foreach ($this->place === '' ? [] : ['', '-wal', '-shm'] as $suffix) {
                is_file($this->place . $suffix) && unlink($this->place . $suffix);
            }
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
        $memory = NativeReservations::open(['store' => 'memory', 'clock' => 'manual'] + $this->settings);
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
        $others = $this->place === '' ? $this->reservations : self::manager("sqlite:{$this->place}", $this->settings);
        $this->reservations->setStock(['vendor' => 'test', 'sku' => 'last'], 1);
        $granted = 0;

        foreach (range(1, 20) as $buyer) {
            $locks = new AtomicCache($buyer % 2 === 0 ? $this->reservations : $others);
            $answer = $locks->reserveItemsInCart([['itemId' => 'last', 'quantity' => 1]], "buyer-{$buyer}", 'test');
            $granted += $answer['success'] ? 1 : 0;
        }

        self::expect($granted === 1, "{$granted} buyers got the last unit");
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

    /**
     * @param array<string, mixed> $settings
     */
    private static function manager(string $place, array $settings): ReservationManager
    {
        return new ReservationManager(
            static fn (): NativeReservations => NativeReservations::open(['store' => $place] + $settings),
            static fn () => null,
        );
    }
}
