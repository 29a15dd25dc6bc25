<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Exceptions\InsufficientStockException;
use Cartwright\Exceptions\ReservationExpiredException;
use Cartwright\Reservations\Events\ReservationMade;
use Cartwright\Reservations\Facades\Reservations;
use Cartwright\Reservations\Line;
use Cartwright\Reservations\ReservationManager;
use Cartwright\Tests\Support\LaravelTestCase;
use PHPUnit\Framework\AssertionFailedError;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use ReflectionClass;
use ReflectionMethod;

final class ReservationFakeTest extends LaravelTestCase
{
    #[Test]
    public function itHoldsForRealAndTakesThePlaceOfTheManager(): void
    {
        $fake = Reservations::fake(['lamp' => 1]);
        $this->app->make(ReservationManager::class)->reserve('order-1', 'ada', [['sku' => 'lamp'], ['sku' => 'anything']]);

        $fake->assertReserved('order-1')->assertHeld('lamp', 1)->assertNothingCommitted();
        $this->expectException(InsufficientStockException::class);

        try {
            Reservations::reserve('order-2', 'ben', [['sku' => 'lamp']], waitSeconds: 10);
        } finally {
            $fake->assertRefused('order-2');
        }
    }

    #[Test]
    public function ofWhatItIsGivenNoStockACheckoutFindsPlentyToo(): void
    {
        $fake = Reservations::fake();

        foreach (['ada', 'ben'] as $buyer) {
            Reservations::reserve("order-of-{$buyer}", $buyer, [new Line('lamp', 2, rule: 'tracked_or_exclusive')]);
        }

        $fake->assertHeld('lamp', 4);
    }

    #[Test]
    public function timePassesWhenItIsTold(): void
    {
        $fake = Reservations::fake(['lamp' => 1]);
        $ada = Reservations::reserve('order-1', 'ada', [['sku' => 'lamp']], seconds: 60);
        $fake->travel(59)->assertHeld('lamp', 1)->travel(1)->assertNothingHeld();
        $ben = Reservations::reserve('order-2', 'ben', [['sku' => 'lamp']]);
        Reservations::commit($ben);
        $fake->assertCommitted('order-2');

        $this->expectException(ReservationExpiredException::class);
        Reservations::commit($ada);
    }

    #[Test]
    public function theApplicationHearsOfItAsEver(): void
    {
        $heard = [];
        $this->app->make('events')->listen(ReservationMade::class, static function (ReservationMade $event) use (&$heard): void {
            $heard[] = $event->reservation->order;
        });
        $fake = Reservations::fake();
        Reservations::release(Reservations::reserve('order-1', 'ada', [['sku' => 'lamp']]));

        $fake->assertReleased('order-1');
        $this->assertSame(['order-1'], $heard);
    }

    #[Test]
    #[DataProvider('assertionsThatDoNotHold')]
    public function anAssertionThatDoesNotHoldFails(string $assertion, array $arguments): void
    {
        $fake = Reservations::fake(['lamp' => 1]);
        Reservations::reserve('order-1', 'ada', [['sku' => 'lamp']]);

        $this->expectException(AssertionFailedError::class);
        $fake->{$assertion}(...$arguments);
    }

    public static function assertionsThatDoNotHold(): array
    {
        return [
            ['assertReserved', ['order-2']],
            ['assertNothingReserved', []],
            ['assertRefused', ['order-1']],
            ['assertCommitted', ['order-1']],
            ['assertReleased', ['order-1']],
            ['assertHeld', ['lamp', 2]],
            ['assertNothingHeld', []],
        ];
    }

    #[Test]
    public function theFacadeNamesEveryMethodOfTheManager(): void
    {
        preg_match_all('/@method static \S+ (\w+)\(/', (string) (new ReflectionClass(Reservations::class))->getDocComment(), $found);
        $public = array_filter(
            (new ReflectionClass(ReservationManager::class))->getMethods(ReflectionMethod::IS_PUBLIC),
            static fn (ReflectionMethod $method): bool => ! str_starts_with($method->name, '__')
                && ! str_contains((string) $method->getDocComment(), '@internal'),
        );
        $names = array_map(static fn (ReflectionMethod $method): string => $method->name, $public);

        $this->assertEqualsCanonicalizing(array_values($names), $found[1]);
    }
}
