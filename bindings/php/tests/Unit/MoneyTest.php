<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Money\Currency;
use Cartwright\Money\Money;
use Cartwright\Tests\TestCase;
use InvalidArgumentException;
use OutOfBoundsException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Our own Money, which stands in for Akaunting's.
 */
final class MoneyTest extends TestCase
{
    #[Test]
    public function moneyIsMadeByTheNameOfItsCurrency(): void
    {
        $this->assertSame('USD', Money::USD(1234)->getCurrency()->getCurrency());
        $this->assertSame('USD', Money::usd(1234)->getCurrency()->getCurrency());
    }

    #[Test]
    public function aCurrencyThatDoesNotExistIsRefused(): void
    {
        foreach ([static fn () => Money::abc(1), static fn () => new Currency('ABC')] as $call) {
            $this->assertRefused(OutOfBoundsException::class, 'Invalid currency "ABC"', $call);
        }
    }

    #[Test]
    #[DataProvider('amounts')]
    public function anAmountIsInMinorUnitsItsValueInMajorOnes(Money $money, int|float $amount, float $value): void
    {
        $this->assertSame($amount, $money->getAmount());
        $this->assertSame($value, $money->getValue());
    }

    public static function amounts(): array
    {
        return [
            'an integer stays one' => [Money::USD(30), 30, 0.3],
            'a float is rounded to the decimals' => [Money::USD(10.005), 10.01, 0.1],
            'no decimals' => [Money::JPY(10.5), 11.0, 11.0],
            'three decimals' => [Money::KWD(30), 30, 0.03],
            'converted from major units' => [Money::USD(12.34, true), 1234.0, 12.34],
            'whole major units' => [Money::USD(12, true), 1200, 12.0],
            'below zero' => [Money::USD(-10.005), -10.01, -0.1],
            'a value is rounded to the decimals too' => [Money::USD(1250.5), 1250.5, 12.51],
        ];
    }

    #[Test]
    #[DataProvider('formats')]
    public function moneyIsWrittenAsItsCurrencyIs(Money $money, string $formatted, string $simple): void
    {
        $this->assertSame($formatted, $money->format());
        $this->assertSame($formatted, $money->render());
        $this->assertSame($formatted, (string) $money);
        $this->assertSame($simple, $money->formatSimple());
    }

    public static function formats(): array
    {
        return [
            'cents' => [Money::USD(30), '$0.30', '0.30'],
            'thousands' => [Money::USD(123456789), '$1,234,567.89', '1,234,567.89'],
            'below zero' => [Money::USD(-123456), '-$1,234.56', '-1,234.56'],
            'ringgit' => [Money::MYR(129950), 'RM1,299.50', '1,299.50'],
            'no decimals' => [Money::JPY(1000), '¥1,000', '1,000'],
            'the sign behind' => [Money::VND(1000), '1.000 ₫', '1.000'],
            'the sign behind, below zero' => [Money::VND(-1000), '-1.000 ₫', '-1.000'],
        ];
    }

    #[Test]
    public function moneyKnowsItsSign(): void
    {
        $this->assertTrue(Money::USD(0)->isZero());
        $this->assertTrue(Money::USD(0.0)->isZero());
        $this->assertFalse(Money::USD(1)->isZero());
        $this->assertTrue(Money::USD(1)->isPositive());
        $this->assertFalse(Money::USD(0)->isPositive());
        $this->assertTrue(Money::USD(-1)->isNegative());
        $this->assertFalse(Money::USD(0)->isNegative());
    }

    #[Test]
    public function moneyOfOneCurrencyIsCompared(): void
    {
        $this->assertSame(-1, Money::USD(1)->compare(Money::USD(2)));
        $this->assertSame(0, Money::USD(2)->compare(Money::USD(2.0)));
        $this->assertSame(1, Money::USD(3)->compare(Money::USD(2)));
        $this->assertTrue(Money::USD(2)->equals(Money::USD(2)));
        $this->assertFalse(Money::USD(2)->equals(Money::USD(3)));
        $this->assertTrue(Money::USD(3)->greaterThan(Money::USD(2)));
        $this->assertFalse(Money::USD(2)->greaterThan(Money::USD(2)));
        $this->assertTrue(Money::USD(2)->greaterThanOrEqual(Money::USD(2)));
        $this->assertTrue(Money::USD(1)->lessThan(Money::USD(2)));
        $this->assertFalse(Money::USD(2)->lessThan(Money::USD(2)));
        $this->assertTrue(Money::USD(2)->lessThanOrEqual(Money::USD(2)));
    }

    #[Test]
    public function moneyOfTwoCurrenciesIsNeitherComparedNorAdded(): void
    {
        $this->assertFalse(Money::USD(1)->isSameCurrency(Money::EUR(1)));

        foreach (['compare', 'equals', 'greaterThan', 'lessThan', 'add', 'subtract'] as $method) {
            $this->assertRefused(
                InvalidArgumentException::class,
                'Different currencies "USD" and "EUR"',
                static fn () => Money::USD(1)->{$method}(Money::EUR(1)),
            );
        }
    }

    #[Test]
    public function arithmeticIsExactAndMakesANewObject(): void
    {
        $money = Money::USD(0.1);

        $this->assertSame(0.3, $money->add(Money::USD(0.2))->getAmount());
        $this->assertSame(0.1, Money::USD(0.3)->subtract(Money::USD(0.2))->getAmount());
        $this->assertSame(0.33, Money::USD(1.1)->multiply(0.3)->getAmount());
        $this->assertSame(3.33, Money::USD(10)->divide(3)->getAmount());
        $this->assertSame(0.1, $money->getAmount());
    }

    #[Test]
    public function wholeAmountsAddUpToAWholeAmount(): void
    {
        $this->assertSame(1234, Money::USD(1000)->add(Money::USD(234))->getAmount());
        $this->assertSame(766, Money::USD(1000)->subtract(Money::USD(234))->getAmount());
        $this->assertSame(2000.0, Money::USD(1000)->multiply(2)->getAmount());
    }

    #[Test]
    public function moneyIsNotDividedByZero(): void
    {
        $this->assertRefused(
            InvalidArgumentException::class,
            'Division by zero',
            static fn () => Money::USD(1)->divide(0),
        );
    }

    #[Test]
    public function asAnArrayMoneyIsItsAmountItsValueAndItsCurrency(): void
    {
        $money = Money::USD(1234);

        $this->assertSame(['amount', 'value', 'currency'], array_keys($money->toArray()));
        $this->assertSame(1234, $money->toArray()['amount']);
        $this->assertSame(12.34, $money->toArray()['value']);
        $this->assertSame('USD', $money->toArray()['currency']->getCurrency());
        $this->assertSame($money->toArray(), $money->jsonSerialize());
        $this->assertStringStartsWith(
            '{"amount":1234,"value":12.34,"currency":{"USD":{"name":"US Dollar","precision":2,',
            $money->toJson(),
        );
    }

    #[Test]
    public function aCurrencyDescribesItself(): void
    {
        $dollar = Currency::of('usd');

        $this->assertSame('US Dollar', $dollar->getName());
        $this->assertSame(2, $dollar->getPrecision());
        $this->assertSame(100, $dollar->getSubunit());
        $this->assertSame('$', $dollar->getSymbol());
        $this->assertTrue($dollar->isSymbolFirst());
        $this->assertSame('.', $dollar->getDecimalMark());
        $this->assertSame(',', $dollar->getThousandsSeparator());
        $this->assertSame('$', $dollar->getPrefix());
        $this->assertSame('', $dollar->getSuffix());
        $this->assertSame('USD (US Dollar)', (string) $dollar);
        $this->assertSame(['USD'], array_keys($dollar->toArray()));
    }

    #[Test]
    public function aCurrencyIsReadOnce(): void
    {
        $this->assertSame(Currency::of('USD'), Currency::of(' usd '));
        $this->assertSame(Money::USD(1)->getCurrency(), Money::usd(2)->getCurrency());
        $this->assertTrue(Currency::USD()->equals(new Currency('usd')));
    }
}
