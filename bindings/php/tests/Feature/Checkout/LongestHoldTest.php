<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Checkout\OrderStatus;
use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Native\NativeReservations;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Tests\Support\CheckoutTestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * Nobody holds goods for ever by ordering them again: after `longest_hold` they are to be had by others.
 */
final class LongestHoldTest extends CheckoutTestCase
{
    private const LONGEST = 3600;

    protected function settings(): array
    {
        return parent::settings() + ['reservations.checkout.longest_hold' => self::LONGEST];
    }

    protected function setUp(): void
    {
        parent::setUp();
        $this->reservations->setStock('lamp', 2);
    }

    #[Test]
    public function whoOrdersTheSameAgainAndAgainHoldsItUntilThenAndNoLonger(): void
    {
        $first = $this->place('ada', 2)->order;

        for ($passed = 600; $passed < self::LONGEST; $passed += 600) {
            $this->letPass(600);
            $this->assertSame($first->id, $this->place('ada', 2)->order->id);
        }

        $this->letPass(599);
        $this->assertShort('ben');
        $this->letPass(1);
        $this->assertSame(1, $this->place('ben')->order->items[0]['quantity']);
        $this->assertShort('ada', 2);
        $this->assertSame([OrderStatus::Failed, 'expired'], [$first->refresh()->status, $first->failure]);
    }

    #[Test]
    public function whoOrdersOtherThingsInTurnsDoesNotEither(): void
    {
        for ($passed = 0; $passed < self::LONGEST; $passed += 600) {
            $order = $this->place('ada', 1 + intdiv($passed, 600) % 2)->order;
            $this->assertSame('2026-03-10T12:00:00Z', $order->held_since->toIso8601ZuluString());
            $this->letPass(600);
        }

        $this->assertSame(2, $this->place('ben', 2)->order->items[0]['quantity']);
    }

    #[Test]
    public function whatIsPaidForBeforeItEndsIsSold(): void
    {
        $this->place('ada');
        $this->letPass(1799);
        $this->place('ada');
        $this->letPass(1799);
        $order = $this->place('ada')->order;
        $this->assertSame('2026-03-10T13:00:00Z', $order->expires_at->toIso8601ZuluString());
        $this->letPass(1);

        $this->assertTrue($this->checkout()->settle($this->payment($order))->isPaid());
    }

    #[Test]
    public function afterABreakTheTimeBeginsAnew(): void
    {
        $this->place('ada');
        $this->letPass(1800);
        $order = $this->place('ada')->order;

        $this->assertSame('2026-03-10T12:30:00Z', $order->held_since->toIso8601ZuluString());
    }

    #[Test]
    public function aLeaseThatIsLongerThanTheTimeToPayEndsThenAsWell(): void
    {
        $this->store = NativeReservations::open(['store' => 'memory', 'clock' => 'manual', 'lease_ms' => 3_000_000]);
        config(['reservations.lease' => 3000]);
        $this->app->instance(ReservationManager::class, $this->reservations = new ReservationManager(
            fn (): NativeReservations => $this->store,
            static fn () => null,
        ));
        $this->reservations->setStock('lamp', 2);

        for ($passed = 0; $passed < self::LONGEST; $passed += 1800) {
            $order = $this->place('ada', 2)->order;
            $this->assertSame('2026-03-10T12:00:00Z', $order->held_since->toIso8601ZuluString());
            $this->letPass(1799);
            $this->assertShort('ben');
            $this->letPass(1);
        }

        $this->assertSame(2, $this->place('ben', 2)->order->items[0]['quantity']);
    }

    #[Test]
    public function itIsNeverShorterThanTheTimeToPay(): void
    {
        config(['reservations.checkout.longest_hold' => 1]);

        $this->assertSame('2026-03-10T12:30:00Z', $this->place('ada')->order->expires_at->toIso8601ZuluString());
    }

    private function assertShort(string $user, int $lamps = 1): void
    {
        try {
            $this->place($user, $lamps);
            $this->fail("{$user} got what was held");
        } catch (InsufficientStockException) {
            $this->addToAssertionCount(1);
        }
    }
}
