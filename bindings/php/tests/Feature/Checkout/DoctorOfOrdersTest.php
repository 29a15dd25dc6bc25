<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Laravel\Doctor\Finding;
use Cartwright\Laravel\Doctor\ReservationCheck;
use Cartwright\Tests\Support\CheckoutTestCase;
use Illuminate\Support\Facades\Schema;
use PHPUnit\Framework\Attributes\Test;

/**
 * What the doctor says of orders, before somebody places one.
 */
final class DoctorOfOrdersTest extends CheckoutTestCase
{
    #[Test]
    public function aShopWithAllThatItNeedsIsWell(): void
    {
        config(['reservations.routes.enabled' => true]);

        $this->assertSame([['ok', 'orders can be placed and paid for']], $this->found());
    }

    #[Test]
    public function aShopWithoutOrdersIsNotAsked(): void
    {
        config(['reservations.checkout.enabled' => false]);

        $this->assertSame([], $this->found());
    }

    #[Test]
    public function routesWithoutOrdersAreSaidToBeNotThere(): void
    {
        config(['reservations.checkout.enabled' => false, 'reservations.routes.enabled' => true]);
        $found = $this->found();

        $this->assertSame(['warning'], array_column($found, 0));
        $this->assertStringContainsString('POST order/{userId}', $found[0][1]);
    }

    #[Test]
    public function aTableThatIsMissingASecretThatIsShortAndACleanUpThatIsOffAreNamed(): void
    {
        Schema::drop('checkout_orders');
        config(['reservations.checkout.hmac_secret' => 'short', 'reservations.cleanup.scheduled' => false]);
        $found = $this->found();

        $this->assertSame(['problem', 'problem', 'warning'], array_column($found, 0));
        $this->assertStringContainsString('checkout_orders', $found[0][1]);
        $this->assertStringContainsString('secret', $found[1][1]);
        $this->assertStringContainsString('cleanup', $found[2][1]);
    }

    /**
     * @return list<array{string, string}>
     */
    private function found(): array
    {
        $findings = [...(new ReservationCheck())->findings($this->app)];

        return array_values(array_map(
            static fn (Finding $finding): array => [$finding->toArray()['health'], $finding->message],
            $findings,
        ));
    }
}
