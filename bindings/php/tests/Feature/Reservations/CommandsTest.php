<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Reservations\Events\ReservationExpired;
use Cartwright\Tests\Support\ReservationTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

final class CommandsTest extends ReservationTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        $this->reservations->setStock('lamp', 5);
        $this->reservations->reserve('order-1', 'ada', [['sku' => 'lamp', 'quantity' => 2]], seconds: 60);
    }

    #[Test]
    public function statsShowsWhatIsHeldAndWhatWasCounted(): void
    {
        [$code, $output] = $this->artisan('reservations:stats');
        $this->assertSame(0, $code);
        $this->assertMatchesRegularExpression('/reservations held +\| 1 /', $output);
        $this->assertMatchesRegularExpression('/granted +\| 1 /', $output);

        $this->assertSame(1, $this->json('reservations:stats')['counters']['granted']);
    }

    #[Test]
    public function showFindsAnOrderAnItemAndEverythingThatIsHeld(): void
    {
        $this->assertMatchesRegularExpression('/order-1 +\| ada +\| held +\| 1 +\| 60/', $this->artisan('reservations:show')[1]);
        $this->assertStringContainsString('shop/item/lamp', $this->artisan('reservations:show', ['order' => 'order-1'])[1]);
        $this->assertMatchesRegularExpression(
            '/shop\/item\/lamp +\| tracked +\| 5 +\| 2 +\| 3 +\| 0/',
            $this->artisan('reservations:show', ['--item' => 'lamp'])[1],
        );
        $this->assertSame('order-1', $this->json('reservations:show', ['--owner' => 'ada'])[0]['order']);
        $this->assertSame([], $this->json('reservations:show', ['--state' => 'expired']));
        $this->assertSame('ada', $this->json('reservations:show', ['order' => 'order-1'])['owner']);
        $this->assertSame(3, $this->json('reservations:show', ['--item' => 'lamp'])['stock']['available']);
        $this->assertSame(1, $this->artisan('reservations:show', ['order' => 'order-9'])[0]);
    }

    #[Test]
    public function showFindsTheItemOfAnotherVendorAndKind(): void
    {
        $this->reservations->setStock(['sku' => 'WELCOME', 'kind' => 'coupon', 'vendor' => 'mill'], 10);
        $coupon = ['--item' => 'WELCOME', '--kind' => 'coupon', '--vendor' => 'mill'];

        $this->assertSame(10, $this->json('reservations:show', $coupon)['stock']['available']);
        $this->assertSame('unknown', $this->json('reservations:show', ['--item' => 'WELCOME'])['stock']['policy']);
    }

    #[Test]
    public function whatIsNoStateIsToldThoseThatAre(): void
    {
        $this->assertSame(
            [2, "--state is one of held, committed, released, expired, all.\n"],
            $this->artisan('reservations:show', ['--state' => 'lost']),
        );
    }

    #[Test]
    public function releaseNeedsAReason(): void
    {
        [$code, $output] = $this->artisan('reservations:release', ['order' => 'order-1']);
        $this->assertSame(1, $code);
        $this->assertStringContainsString('(with --reason=…)', $output);
        $this->assertSame(2, $this->reservations->stock('lamp')->held);

        [$code, $output] = $this->artisan('reservations:release', ['order' => 'order-1', '--reason' => 'he called']);
        $this->assertSame([0, 0], [$code, $this->reservations->stock('lamp')->held]);
        $this->assertSame("What the order order-1 held is released.\n", $output);
        $this->assertSame('reservation_unknown', $this->json('reservations:release', ['order' => 'x', '--reason' => 'y'], 1)['error']);
    }

    #[Test]
    public function clearingIsNotDoneUnlessItIsMeant(): void
    {
        [$code, $output] = $this->artisan('reservations:clear', ['--reason' => 'closing', '--no-interaction' => true]);
        $this->assertSame([1, 2], [$code, $this->reservations->stock('lamp')->held]);
        $this->assertStringContainsString('(with --confirm)', $output);

        $refused = $this->json('reservations:clear', ['--confirm' => true], 1);
        $this->assertStringContainsString('(with --reason=…)', $refused['message'], 'without a reason');

        $this->assertSame(1, $this->json('reservations:clear', ['--confirm' => true, '--reason' => 'closing'])['cleared']);
        $this->assertSame(0, $this->reservations->stock('lamp')->held);
    }

    #[Test]
    public function cleaningUpTellsOnceOfEachThatExpired(): void
    {
        $told = [];
        $this->app->make('events')->listen(ReservationExpired::class, static function (ReservationExpired $event) use (&$told): void {
            $told[] = [$event->order, $event->owner];
        });
        $this->assertSame(0, $this->json('reservations:cleanup')['cleaned']);
        $this->travelSeconds(60);
        // Somebody comes before the clean-up, and finds it over.
        $this->reservations->reserve('order-2', 'ben', [['sku' => 'lamp', 'quantity' => 5]]);

        $this->assertEquals(
            ['cleaned' => 1, 'locksReleased' => 1, 'failedCleanups' => [], 'message' => 'Cleaned up 1 expired reservations'],
            $this->json('reservations:cleanup'),
        );
        $this->assertSame(0, $this->json('reservations:cleanup')['cleaned']);
        $this->assertSame([['order-1', 'ada']], $told);
    }

    #[Test]
    #[DataProvider('places')]
    public function theSelfTestPassesForReal(string $store, string $command): void
    {
        config(['reservations.store' => $store]);
        $result = $this->json($command);

        $this->assertSame(
            ['acquisition', 'cart reservation', 'expiry', 'concurrent access', 'statistics'],
            array_keys($result['tests']),
        );
        $this->assertSame([true, []], [$result['success'], array_filter($result['tests'])]);
    }

    public static function places(): array
    {
        return [['memory', 'locks:test'], ['sqlite', 'locks:test'], ['sqlite', 'test-locks']];
    }

    #[Test]
    public function theSelfTestFailsWhereNothingCanBeKept(): void
    {
        config(['reservations.store' => 'sqlite', 'reservations.payment_window' => 0]);

        $this->assertFalse($this->json('locks:test', expected: 1)['success']);
    }

    #[Test]
    #[TestWith(['memory'])]
    #[TestWith(['sqlite'])]
    public function aSaleAddsUp(string $store): void
    {
        config(['reservations.store' => $store]);
        $files = fn (): array => (array) glob(sys_get_temp_dir() . '/cartwright-test-*');
        $before = $files();
        $sale = $this->json('reservations:stress', ['--buyers' => '60', '--units' => '40', '--skus' => '4', '--processes' => '3']);

        $this->assertTrue($sale['adds_up']);
        $this->assertSame(60, $sale['granted'] + $sale['refused']);
        $this->assertSame($sale['units'], $sale['units_sold'] + $sale['units_held'] + $sale['units_available']);
        $this->assertSame(2, $this->artisan('reservations:stress', ['--buyers' => 'many'])[0]);
        $this->assertSame($before, $files());
    }

    /**
     * @param array<string, mixed> $parameters
     *
     * @return array<array-key, mixed>
     */
    private function json(string $command, array $parameters = [], int $expected = 0): array
    {
        [$code, $output] = $this->artisan($command, $parameters + ['--json' => true]);
        $this->assertSame($expected, $code, $output);

        return json_decode($output, true, 512, JSON_THROW_ON_ERROR);
    }
}
