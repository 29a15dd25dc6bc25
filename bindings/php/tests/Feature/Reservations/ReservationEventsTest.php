<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Exceptions\InvalidReservationException;
use Cartwright\Exceptions\ReservationException;
use Cartwright\Reservations\Events\ReservationForced;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Tests\Support\LaravelTestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * What the application hears of its own reservations, and what its settings decide.
 */
final class ReservationEventsTest extends LaravelTestCase
{
    protected function settings(): array
    {
        return parent::settings() + ['reservations.store' => 'memory'];
    }

    #[Test]
    public function eachStepIsToldAfterItHasHappened(): void
    {
        $told = $this->listen();
        $reservations = $this->reservations();
        $reservations->setStock('lamp', 3);
        $held = $reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);
        $held = $reservations->amend($held, [['sku' => 'lamp', 'quantity' => 2]]);
        $reservations->amend($held, [['sku' => 'lamp', 'quantity' => 2]]);
        $reservations->renew($held);

        try {
            $reservations->reserve('order-2', 'ben', [['sku' => 'lamp', 'quantity' => 2]]);
        } catch (ReservationException) {
            // It is told as well.
        }

        $reservations->release($held);
        $reservations->commit($reservations->reserve('order-3', 'cy', [['sku' => 'lamp']]));
        $reservations->reserve('order-4', 'dee', [['sku' => 'lamp']]);
        $reservations->forceRelease('order-4', 'she called');

        $this->assertSame([
            'ReservationMade', 'ReservationMade', 'ReservationRefused', 'ReservationReleased', 'ReservationMade',
            'ReservationCommitted', 'ReservationMade', 'ReservationForced',
        ], array_map(class_basename(...), $told->getArrayCopy()));
        $this->assertInstanceOf(ReservationMade::class, $told[1]);
        $this->assertSame([2, 'ada'], [$told[1]->lines[0]->quantity, $told[1]->reservation->owner]);
        $this->assertInstanceOf(ReservationForced::class, $told[7]);
        $this->assertSame('she called', $told[7]->reason);
    }

    #[Test]
    public function whatARefusedStepDidNotDoIsNotTold(): void
    {
        $told = $this->listen();
        $reservations = $this->reservations();
        $reservations->setStock('lamp', 3);
        $held = $reservations->reserve('order-1', 'ada', [['sku' => 'lamp']]);

        foreach (['release', 'commit'] as $step) {
            try {
                $reservations->{$step}('order-1', str_repeat('0', 32));
                $this->fail("{$step} was done with another's token");
            } catch (ReservationException) {
                $this->assertCount(1, $told);
            }
        }

        $this->assertTrue($reservations->check($held)->isHeld());
    }

    #[Test]
    public function nothingIsToldWhereTheSettingsSayNo(): void
    {
        config(['reservations.events' => false]);
        $told = $this->listen();
        $this->reservations()->reserve('order-1', 'ada', [['sku' => 'lamp', 'on_hand' => 1]]);

        $this->assertCount(0, $told);
    }

    #[Test]
    public function aLeaseThatIsShorterThanTheTimeToPayIsRefusedWhenItIsFirstUsed(): void
    {
        config(['reservations.lease' => 300]);

        try {
            $this->reservations()->stats();
            $this->fail('It was opened');
        } catch (InvalidReservationException $refusal) {
            $this->assertSame('invalid_settings', $refusal->detail()['reason']);
        }
    }

    /**
     * @return \ArrayObject<int, object>
     */
    private function listen(): \ArrayObject
    {
        $told = new \ArrayObject();
        $this->app->make('events')->listen('Cartwright\Reservations\Events\*', static function (string $name, array $payload) use ($told): void {
            $told[] = $payload[0];
        });

        return $told;
    }

    private function reservations(): ReservationManager
    {
        return $this->app->make(ReservationManager::class);
    }
}
