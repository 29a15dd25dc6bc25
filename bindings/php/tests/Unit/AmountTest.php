<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Akaunting\Money\Money;
use Cartwright\Tests\TestCase;
use Error;
use MasyukAI\Cart\Models\CartItem;
use OutOfBoundsException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * What the plain numbers of a cart become as Money.
 */
final class AmountTest extends TestCase
{
    #[Test]
    public function aPlainNumberIsAnAmountInMinorUnits(): void
    {
        $subtotal = (new CartItem('a', 'Item', 10, 3))->getSubtotal();

        $this->assertInstanceOf(Money::class, $subtotal);
        $this->assertSame(30, $subtotal->getAmount());
        $this->assertSame(0.3, $subtotal->getValue());
        $this->assertSame('$0.30', $subtotal->format());
    }

    #[Test]
    public function theCurrencyIsTheConfiguredOneAtTheTimeOfTheCall(): void
    {
        $item = new CartItem('a', 'Item', 10, 3);

        config(['cart.money.default_currency' => 'JPY']);
        $this->assertSame('¥30', $item->getSubtotal()->format());

        config(['cart.money.default_currency' => 'KWD']);
        $this->assertSame('0.030', $item->getSubtotal()->formatSimple());
    }

    #[Test]
    public function withoutASettingTheCurrencyIsTheDollar(): void
    {
        config(['cart' => []]);

        $this->assertSame('USD', (new CartItem('a', 'Item', 10, 1))->getPrice()->getCurrency()->getCurrency());
    }

    #[Test]
    #[DataProvider('roundings')]
    public function aFloatIsRoundedHalfUpToTheCurrency(
        float $price,
        int $quantity,
        string $currency,
        float $amount,
    ): void {
        config(['cart.money.default_currency' => $currency]);

        $this->assertSame($amount, (new CartItem('a', 'Item', $price, $quantity))->getSubtotal()->getAmount());
    }

    public static function roundings(): iterable
    {
        $table = [
            [10.005, 1, ['USD' => 10.01, 'MYR' => 10.01, 'JPY' => 10.0, 'KWD' => 10.005]],
            [10.015, 1, ['USD' => 10.02, 'MYR' => 10.02, 'JPY' => 10.0, 'KWD' => 10.015]],
            [19.995, 1, ['USD' => 20.0, 'MYR' => 20.0, 'JPY' => 20.0, 'KWD' => 19.995]],
            [10.5, 1, ['USD' => 10.5, 'MYR' => 10.5, 'JPY' => 11.0, 'KWD' => 10.5]],
            [33.3333, 3, ['USD' => 100.0, 'MYR' => 100.0, 'JPY' => 100.0, 'KWD' => 100.0]],
            [10.0005, 1, ['USD' => 10.0, 'MYR' => 10.0, 'JPY' => 10.0, 'KWD' => 10.001]],
        ];

        foreach ($table as [$price, $quantity, $amounts]) {
            foreach ($amounts as $currency => $amount) {
                yield "{$price} × {$quantity} in {$currency}" => [$price, $quantity, $currency, $amount];
            }
        }
    }

    #[Test]
    public function anIntegerIsNotRounded(): void
    {
        config(['cart.money.default_currency' => 'JPY']);

        $this->assertSame(1005, (new CartItem('a', 'Item', 1005, 1))->getPrice()->getAmount());
    }

    #[Test]
    public function theCurrencyMayBeInLowerCase(): void
    {
        config(['cart.money.default_currency' => 'usd']);

        $this->assertSame('$0.10', (new CartItem('a', 'Item', 10, 1))->getPrice()->format());
    }

    #[Test]
    public function aCurrencyThatDoesNotExistIsRefused(): void
    {
        config(['cart.money.default_currency' => 'XXZ']);

        $this->assertRefused(
            OutOfBoundsException::class,
            'Invalid currency "XXZ"',
            static fn () => (new CartItem('a', 'Item', 10, 1))->getPrice(),
        );
    }

    #[Test]
    public function noCurrencyAtAllIsAnErrorOfTheProgram(): void
    {
        config(['cart.money.default_currency' => null]);

        $this->assertRefused(
            Error::class,
            'Method name must be a string',
            static fn () => (new CartItem('a', 'Item', 10, 1))->getPrice(),
        );
    }
}
