<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Exceptions\ReservationException;
use Cartwright\Exceptions\StoreException;
use Cartwright\Exceptions\UnknownReservationException;
use Cartwright\Reservations\AtomicCache;
use Cartwright\Reservations\AtOnce;
use Cartwright\Reservations\Events\ReservationReleased;
use Cartwright\Reservations\Reservation;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Tests\Support\LaravelTestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * Reservations where shops have them: in a file that many processes share, on a clock that goes by itself.
 */
final class ReservationsInAFileTest extends LaravelTestCase
{
    private const PROCESSES = 4;

    private const UNITS = 25;

    #[Test]
    public function theyAreInTheStorageOfTheApplicationAndOutliveIt(): void
    {
        $held = $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'on_hand' => 3]]);
        $this->assertFileExists("{$this->directory}/storage/app/reservations.sqlite");
        $this->startApplication();

        $this->assertTrue($this->reservations()->check($held)->isHeld());
        $this->reservations()->commit($held);
        $this->assertSame(1, $this->reservations()->stock('lamp')->sold);
    }

    #[Test]
    public function nothingIsOpenedUntilSomethingIsAsked(): void
    {
        $this->reservations();
        $this->app->make(AtomicCache::class);

        $this->assertFileDoesNotExist("{$this->directory}/storage/app/reservations.sqlite");
    }

    #[Test]
    public function aFileThatCannotBeOpenedIsAnErrorAndNeverPermission(): void
    {
        config(['reservations.sqlite.path' => '/nowhere/at/all/reservations.sqlite']);
        $locks = $this->app->make(AtomicCache::class);

        foreach ([
            fn () => $locks->acquireLock('lamp', 'ada'),
            fn () => $locks->isLocked('lamp'),
            fn () => $locks->reserveItemsInCart([['itemId' => 'lamp']], 'ada', 'mill'),
            fn () => $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'on_hand' => 3]]),
        ] as $call) {
            try {
                $call();
                $this->fail('It was answered');
            } catch (StoreException $failure) {
                $this->assertSame('store_unavailable', $failure->kind());
            }
        }
    }

    /**
     * A second process of the server had a table of its own. Here many processes sell one stock, each unit once.
     */
    #[Test]
    public function manyProcessesSellEachUnitOnce(): void
    {
        if (! AtOnce::isPossible()) {
            $this->markTestSkipped('This PHP cannot fork');
        }

        $this->reservations()->setStock('lamp', self::UNITS);
        $granted = array_sum(AtOnce::run(self::PROCESSES, $this->buyUntilThereIsNoMore(...)));

        $stock = $this->reservations()->stock('lamp');
        $this->assertSame([self::UNITS, self::UNITS, 0, 0], [$granted, $stock->sold, $stock->held, $stock->available]);
    }

    #[Test]
    public function whoIsKilledBetweenReservingAndPayingHoldsWhatHeHeldAndNoMore(): void
    {
        if (! AtOnce::isPossible()) {
            $this->markTestSkipped('This PHP cannot fork');
        }

        $this->reservations()->setStock('lamp', self::UNITS);
        // The processes are killed without a word, as all of these are.
        AtOnce::run(self::PROCESSES, fn (int $process): string => $this->reservations()
            ->reserve("order-{$process}", "buyer-{$process}", [['sku' => 'lamp', 'quantity' => 2]])->token);

        $this->assertSame(2 * self::PROCESSES, $this->reservations()->stock('lamp')->held);
        $this->assertSame(self::PROCESSES, $this->reservations()->clearAll(true, 'they are gone'));
        $this->assertSame(self::UNITS, $this->reservations()->stock('lamp')->available);
    }

    #[Test]
    public function ofManyProcessesThatReleaseOneReservationOneTellsOfIt(): void
    {
        if (! AtOnce::isPossible()) {
            $this->markTestSkipped('This PHP cannot fork');
        }

        $this->reservations()->setUntracked('lamp');
        $held = array_map(
            fn (int $order): Reservation => $this->reservations()->reserve("order-{$order}", 'ada', [['sku' => 'lamp']]),
            range(1, 150),
        );
        $told = 0;
        $this->app->make('events')->listen(ReservationReleased::class, static function () use (&$told): void {
            $told++;
        });
        $of = AtOnce::run(self::PROCESSES, function () use ($held, &$told): string {
            array_map($this->reservations()->release(...), $held);

            return (string) $told;
        });

        $this->assertSame(count($held), array_sum($of));
    }

    #[Test]
    public function whoWaitsGetsWhatAnotherProcessGivesBackMeanwhile(): void
    {
        if (! AtOnce::isPossible()) {
            $this->markTestSkipped('This PHP cannot fork');
        }

        $this->reservations()->setStock('lamp', 1);
        [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $child = pcntl_fork();

        if ($child === 0) {
            $held = $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp']]);
            fwrite($theirs, 'h');
            fread($theirs, 1);
            $this->reservations()->release($held);
            posix_kill((int) getmypid(), SIGKILL);
        }

        $this->assertSame('h', fread($ours, 1));
        fwrite($ours, 'g');
        $got = $this->reservations()->reserve('order-2', 'ben', [['sku' => 'lamp']], waitSeconds: 30);
        pcntl_waitpid($child, $status);

        $this->assertFalse($got->again);
        $this->assertSame('ben', $this->reservations()->holder('lamp')?->owner);
    }

    #[Test]
    public function aReservationOfAnotherFileIsUnknown(): void
    {
        $held = $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'on_hand' => 3]]);
        config(['reservations.sqlite.path' => "{$this->directory}/another.sqlite"]);
        $this->app->forgetInstance(ReservationManager::class);

        $this->expectException(UnknownReservationException::class);
        $this->reservations()->commit($held);
    }

    private function buyUntilThereIsNoMore(int $process): string
    {
        $bought = 0;

        for ($order = 0; ; $order++) {
            try {
                $held = $this->reservations()->reserve("{$process}-{$order}", "buyer-{$process}", [['sku' => 'lamp']]);
                $this->reservations()->commit($held);
                $bought++;
            } catch (ReservationException) {
                return (string) $bought;
            }
        }
    }

    private function reservations(): ReservationManager
    {
        return $this->app->make(ReservationManager::class);
    }
}
