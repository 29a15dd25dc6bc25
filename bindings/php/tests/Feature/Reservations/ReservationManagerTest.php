<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\NotConfirmedException;
use Cartwright\Exceptions\ReservationConflictException;
use Cartwright\Exceptions\ReservationEndedException;
use Cartwright\Exceptions\ReservationExpiredException;
use Cartwright\Exceptions\ReservationLimitException;
use Cartwright\Exceptions\UnknownReservationException;
use Cartwright\Exceptions\WrongReservationTokenException;
use Cartwright\Native\NativeReservations;
use Cartwright\Reservations\KnownReservation;
use Cartwright\Reservations\Line;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Tests\Support\ReservationTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class ReservationManagerTest extends ReservationTestCase
{
    #[Test]
    public function quantitiesAreHeldUntilThereAreNoMore(): void
    {
        $this->reservations->setStock('lamp', 5);
        $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp', 'quantity' => 3]]);
        $this->reservations->reserve('order-2', 'ben', [new Line('lamp', 2)]);

        $stock = $this->reservations->stock('lamp');

        $this->assertSame([5, 5, 2, 0], [$stock->onHand, $stock->held, $stock->holders, $stock->available]);
    }

    #[Test]
    public function aRefusalNamesEveryShortLineAndHoldsNothing(): void
    {
        $this->reservations->setStock('lamp', 1);
        $this->reservations->setStock('chair', 0);
        $this->reservations->setStock('table', 9);
        $lines = [['sku' => 'lamp', 'quantity' => 2], ['sku' => 'chair'], ['sku' => 'table']];

        try {
            $this->reservations->reserve('order-1', 'ada', $lines);
            $this->fail('It was granted');
        } catch (InsufficientStockException $short) {
            $this->assertSame([
                ['available' => 0, 'key' => 'shop/item/chair', 'requested' => 1],
                ['available' => 1, 'key' => 'shop/item/lamp', 'requested' => 2],
            ], $short->shortages());
        }

        $this->assertSame(0, $this->reservations->stock('table')->held);
        $this->assertSame(['ReservationRefused'], $this->toldClasses());
        $this->assertInstanceOf(InsufficientStockException::class, $this->told[0]->refusal);
    }

    /**
     * @param array<string, mixed> $wrong
     */
    #[Test]
    #[DataProvider('partsThatAreNone')]
    public function aLineWhosePartsAreOfAnotherTypeIsRefusedAsWhatItIs(array $wrong): void
    {
        $this->expectException(InvalidReservationException::class);
        $this->expectExceptionMessage((string) array_key_first($wrong));
        $this->reservations->reserve('order-1', 'ada', [$wrong + ['sku' => 'lamp']]);
    }

    public static function partsThatAreNone(): array
    {
        return [
            [['quantity' => '2']],
            [['kind' => ['coupon']]],
            [['vendor' => 1.5]],
            [['rule' => true]],
            [['on_hand' => '5']],
            [['sold' => 0.5]],
        ];
    }

    #[Test]
    public function theSameOrderWithTheSameLinesGetsTheSameAndIsToldOnce(): void
    {
        $this->reservations->setStock('lamp', 5);
        $first = $this->reservations->reserve(17, 'ada', [['sku' => 'lamp']]);
        $again = $this->reservations->reserve('17', 'ada', [['sku' => 'lamp']]);

        $this->assertSame([$first->token, false, true], [$again->token, $first->again, $again->again]);
        $this->assertSame(['ReservationMade'], $this->toldClasses());
        $this->assertSame(1, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    public function otherLinesAreAConflictUnlessTheyAreAmended(): void
    {
        $this->reservations->setStock('lamp', 5);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        try {
            $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp', 'quantity' => 2]]);
            $this->fail('It was granted');
        } catch (ReservationConflictException $conflict) {
            $this->assertSame('other_lines', $conflict->detail()['reason']);
        }

        $amended = $this->reservations->amend($held, [['sku' => 'lamp', 'quantity' => 4]]);
        $this->assertSame(4, $this->reservations->stock('lamp')->held);
        $this->assertSame($held->token, $amended->token);

        $this->expectException(InsufficientStockException::class);

        try {
            $this->reservations->amend($amended, [['sku' => 'lamp', 'quantity' => 6]]);
        } finally {
            $this->assertSame(4, $this->reservations->stock('lamp')->held);
        }
    }

    #[Test]
    public function aPaymentThatIsToldTwiceSellsOnce(): void
    {
        $this->reservations->setStock('lamp', 5);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp', 'quantity' => 2]]);

        $first = $this->reservations->commit($held);
        $second = $this->reservations->commit('order-1', $held->token);

        $this->assertSame([false, true], [$first->again, $second->again]);
        $this->assertSame([2, 3], [$this->reservations->stock('lamp')->sold, $this->reservations->stock('lamp')->onHand]);
        $this->assertSame(['ReservationMade', 'ReservationCommitted'], $this->toldClasses());
    }

    #[Test]
    public function aReleaseThatIsToldTwiceIsDoneAndToldOnce(): void
    {
        $this->reservations->setStock('lamp', 5);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        $this->reservations->release($held);
        $this->reservations->release($held);

        $this->assertSame(5, $this->reservations->stock('lamp')->available);
        $this->assertSame(['ReservationMade', 'ReservationReleased'], $this->toldClasses());
    }

    #[Test]
    public function aWrongTokenAnExpiredLeaseAndAnUnknownOrderAreThreeAnswers(): void
    {
        $this->reservations->setStock('lamp', 1);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']], seconds: 60);

        $this->assertThrown(WrongReservationTokenException::class, fn () => $this->reservations->release('order-1', str_repeat('0', 32)));
        $this->assertThrown(UnknownReservationException::class, fn () => $this->reservations->release('order-9', $held->token));
        $this->travelSeconds(60);
        $this->assertThrown(ReservationExpiredException::class, fn () => $this->reservations->renew($held));
        $this->assertThrown(ReservationExpiredException::class, fn () => $this->reservations->check($held));
    }

    #[Test]
    public function whatExpiredCommitsLateIfItIsStillThereAndElseTheBuyerIsRefunded(): void
    {
        $this->reservations->setStock('lamp', 1);
        $ada = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']], seconds: 60);
        $this->travelSeconds(61);
        $ben = $this->reservations->reserve('order-2', 'ben', [['sku' => 'lamp']]);

        $this->assertThrown(ReservationExpiredException::class, fn () => $this->reservations->commit($ada));
        $this->reservations->release($ben);
        // He has been told to give the money back; that stays so.
        $this->assertThrown(ReservationExpiredException::class, fn () => $this->reservations->commit($ada));

        $cy = $this->reservations->reserve('order-3', 'cy', [['sku' => 'lamp']], seconds: 60);
        $this->travelSeconds(61);
        $this->assertTrue($this->reservations->commit($cy)->late);
    }

    #[Test]
    public function aRenewalProlongsWhatIsHeld(): void
    {
        $this->reservations->setStock('lamp', 1);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']], seconds: 60);
        $this->travelSeconds(59);
        $renewed = $this->reservations->renew($held, 120);
        $this->travelSeconds(119);

        $this->assertSame(120_000, $renewed->remainingMs);
        $this->assertSame(1_000, $this->reservations->check($renewed)->remainingMs);
    }

    #[Test]
    public function whatEndedIsFinal(): void
    {
        $this->reservations->setStock('lamp', 1);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);
        $this->reservations->commit($held);

        try {
            $this->reservations->release($held);
            $this->fail('What was sold was given back');
        } catch (ReservationEndedException $ended) {
            $this->assertSame('committed', $ended->detail()['state']);
        }
    }

    #[Test]
    public function aCountOfTheApplicationsOwnIsBelievedForOneLine(): void
    {
        $line = static fn (int $onHand): array => [['sku' => 'book', 'quantity' => 2, 'on_hand' => $onHand]];
        $this->reservations->reserve('order-1', 'ada', $line(3));

        $this->assertThrown(
            InsufficientStockException::class,
            fn () => $this->reservations->reserve('order-2', 'ben', $line(3)),
        );
    }

    #[Test]
    public function aCouponIsReservedAsALampIs(): void
    {
        $this->reservations->setStock('lamp', 5);
        $this->reservations->setStock(new Line('WELCOME', kind: 'coupon'), 1);
        $lines = [['sku' => 'lamp'], ['sku' => 'WELCOME', 'kind' => 'coupon']];
        $this->reservations->reserve('order-1', 'ada', $lines);

        $this->assertThrown(InsufficientStockException::class, fn () => $this->reservations->reserve('order-2', 'ben', $lines));
        $this->assertSame(1, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    public function forceNeedsAReasonAndClearingAConfirmationAndNeitherTouchesWhatWasSold(): void
    {
        $this->reservations->setStock('lamp', 5);
        $sold = $this->reservations->reserve('sold', 'ada', [['sku' => 'lamp']]);
        $this->reservations->commit($sold);
        $held = $this->reservations->reserve('held', 'ben', [['sku' => 'lamp']]);

        $this->assertThrown(InvalidReservationException::class, fn () => $this->reservations->forceRelease('held', ' '));
        $this->assertThrown(NotConfirmedException::class, fn () => $this->reservations->clearAll(false, 'closing'));
        $this->assertThrown(ReservationEndedException::class, fn () => $this->reservations->forceRelease('sold', 'closing'));

        $this->reservations->forceRelease('held', 'the buyer called');
        $this->assertThrown(ReservationEndedException::class, fn () => $this->reservations->commit($held));
        $this->reservations->reserve('other', 'cy', [['sku' => 'lamp']]);
        $this->assertSame(1, $this->reservations->clearAll(true, 'closing'));

        $stock = $this->reservations->stock('lamp');
        $this->assertSame([1, 0, 4], [$stock->sold, $stock->held, $stock->available]);
        $forced = array_values(array_filter($this->reservations->audit(), static fn (array $entry): bool => $entry['kind'] === 'forced'));
        $this->assertSame(['the buyer called', 'closing'], array_column($forced, 'detail'));
    }

    #[Test]
    public function whoHoldsTooMuchIsRefusedWithTheLimit(): void
    {
        $this->store = NativeReservations::open(['store' => 'memory', 'caps' => ['per_owner' => 1]]);
        $this->reservations->setStock('lamp', 5);
        $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        try {
            $this->reservations->reserve('order-2', 'ada', [['sku' => 'lamp']]);
            $this->fail('It was granted');
        } catch (ReservationLimitException $limit) {
            $this->assertSame('1', $limit->detail()['limit']);
        }
    }

    #[Test]
    public function aWaitIsFiniteNotNegativeAndNotLongerThanIsConfigured(): void
    {
        $this->reservations->setStock('lamp', 1);
        $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        foreach ([NAN, INF, -1, 61] as $seconds) {
            $this->assertThrown(
                InvalidReservationException::class,
                fn () => $this->reservations->reserve('order-2', 'ben', [['sku' => 'lamp']], waitSeconds: $seconds),
            );
        }

        // Whoever waits for what does not come back is refused when his time is over.
        $this->assertThrown(
            InsufficientStockException::class,
            fn () => $this->reservations->reserve('order-2', 'ben', [['sku' => 'lamp']], waitSeconds: 0.01),
        );
    }

    #[Test]
    #[DataProvider('linesThatAreNone')]
    public function whatIsNoLineIsRefused(mixed $line): void
    {
        $this->reservations->setStock('lamp', 5);

        $this->assertThrown(
            InvalidReservationException::class,
            fn () => $this->reservations->reserve('order-1', 'ada', [$line]),
        );
        $this->assertSame(0, $this->reservations->stock('lamp')->held);
    }

    public static function linesThatAreNone(): array
    {
        return [
            'none of it' => [['sku' => 'lamp', 'quantity' => 0]],
            'less than none' => [['sku' => 'lamp', 'quantity' => -2]],
            'a half' => [['sku' => 'lamp', 'quantity' => 0.5]],
            'a text' => [['sku' => 'lamp', 'quantity' => '2']],
            'beyond all stock' => [['sku' => 'lamp', 'quantity' => PHP_INT_MAX]],
            'no sku' => [['quantity' => 1]],
            'an empty sku' => [['sku' => '']],
        ];
    }

    #[Test]
    public function reservationsAreListedPageByPage(): void
    {
        $this->reservations->setUntracked('lamp');

        foreach (range(1, 510) as $order) {
            $this->reservations->reserve("order-{$order}", 'ada', [['sku' => 'lamp']]);
        }

        $orders = array_map(
            static fn (KnownReservation $known): string => $known->order,
            iterator_to_array($this->reservations->all('held', 'ada'), false),
        );
        $this->assertCount(510, array_unique($orders));
        $this->assertCount(3, iterator_to_array($this->reservations->all(limit: 3), false));
        $this->assertSame([], iterator_to_array($this->reservations->all('held', 'ben'), false));
    }

    #[Test]
    public function aTokenIsNeitherDumpedNorInWhatOthersSee(): void
    {
        $this->reservations->setStock('lamp', 5);
        $held = $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        $this->assertStringNotContainsString($held->token, print_r($held, true));
        $seen = json_encode([$this->reservations->find('order-1'), $this->reservations->audit(), $this->reservations->stats()]);
        $this->assertStringNotContainsString($held->token, $seen);
    }

    #[Test]
    public function theApplicationsOneIsMadeOfItsSettings(): void
    {
        $this->startApplication(['reservations.payment_window' => 60, 'reservations.vendor' => 'mill']);
        $reservations = $this->app->make(ReservationManager::class);
        $reservations->setStock('lamp', 1);
        $held = $reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        $this->assertSame('mill/item/lamp', $reservations->stock('lamp')->key);
        $this->assertEqualsWithDelta(60_000, $held->remainingMs, 1_000);
        $this->assertSame($reservations, $this->app->make(ReservationManager::class));
    }

    /**
     * @param class-string<\Throwable> $class
     */
    private function assertThrown(string $class, callable $call): void
    {
        try {
            $call();
        } catch (\Throwable $exception) {
            $this->assertSame($class, $exception::class, $exception->getMessage());

            return;
        }

        $this->fail("Nothing was thrown; expected {$class}");
    }
}
