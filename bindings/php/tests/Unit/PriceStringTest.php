<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\NumberOutOfRangeException;
use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use TypeError;

final class PriceStringTest extends TestCase
{
    #[Test]
    #[DataProvider('prices')]
    public function aPriceGivenAsTextIsReadWithoutSignsAndSeparators(string $text, int|float $price): void
    {
        $this->assertSame($price, (new CartItem('a', 'Item', $text, 1))->price);
        $this->assertSame($price, (new CartItem('a', 'Item', 1, 1))->setPrice($text)->price);
    }

    public static function prices(): array
    {
        return [
            'a comma between thousands' => ['1,299.50', 1299.5],
            'ringgit' => ['RM1,000.00', 1000.0],
            'ringgit, whole' => ['RM 10', 10],
            'european: the point is a decimal mark' => ['€ 1.234,56', 1.23456],
            'plain' => ['10', 10],
            'a point makes a float' => ['10.0', 10.0],
            'a point at the end too' => ['5.', 5.0],
            'dollars' => ['$5', 5],
            'yen' => ['¥100', 100],
            'rupees' => ['₹ 50.25', 50.25],
            'pounds' => ['£3.10', 3.1],
            'no digit before the point' => ['.5', 0.5],
            'a space between thousands' => ['1 000', 1000],
            'spaces around' => [' 7 ', 7],
            'text' => ['abc', 0],
            'nothing' => ['', 0],
            'infinity' => ['INF', 0],
            'not a number' => ['NAN', 0],
            'digits before text' => ['12abc', 12],
            'ringgit in lower case' => ['rm 10', 0],
            'a code instead of a sign' => ['USD 10', 0],
            'a no-break space' => ["\u{00A0}9", 0],
            'an exponent' => ['1e3', 1000],
            'an exponent with a point' => ['1.5e3', 1500.0],
            'more than an integer holds' => ['99999999999999999999', PHP_INT_MAX],
        ];
    }

    #[Test]
    public function aNumberIsKeptAsItIs(): void
    {
        $this->assertSame(10, (new CartItem('a', 'Item', 10, 1))->price);
        $this->assertSame(10.0, (new CartItem('a', 'Item', 10.0, 1))->price);
    }

    #[Test]
    public function aTextBelowZeroIsRefusedLikeANumber(): void
    {
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item price cannot be negative',
            static fn () => new CartItem('a', 'Item', '-1.50', 1),
        );
        $this->assertRefused(
            InvalidCartItemException::class,
            'Price cannot be negative',
            static fn () => (new CartItem('a', 'Item', 1, 1))->setPrice('-1'),
        );
    }

    #[Test]
    public function aYesOrNoIsNoPrice(): void
    {
        $this->expectException(TypeError::class);

        new CartItem('a', 'Item', true, 1);
    }

    #[Test]
    #[DataProvider('notFinite')]
    public function whatIsNotFiniteIsRefused(float $price): void
    {
        $this->expectException(NumberOutOfRangeException::class);

        new CartItem('a', 'Item', $price, 1);
    }

    public static function notFinite(): array
    {
        return [[INF], [NAN]];
    }
}
