<?php

declare(strict_types=1);

namespace Cartwright\Money;

use Cartwright\Native\Library;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Contracts\Support\Jsonable;
use Illuminate\Contracts\Support\Renderable;
use InvalidArgumentException;
use JsonSerializable;
use Stringable;

/**
 * An amount of a currency: a plain number in minor units, so 30 in USD is `$0.30`. An integer is kept as it is, a float
 * is rounded half up to the currency's decimals. Immutable. All arithmetic is done exactly, by the native library.
 *
 * Known as `Akaunting\Money\Money` where that package is not installed; it has the methods of that class that shops use
 * on what a cart returns.
 */
final class Money implements Arrayable, Jsonable, JsonSerializable, Renderable, Stringable
{
    private readonly int|float $amount;

    /**
     * @param bool $convert whether the amount is in major units: 10.5 with it is 1050
     */
    public function __construct(int|float $amount, private readonly Currency $currency, bool $convert = false)
    {
        if ($convert) {
            $amount = Library::instance()->multiply($amount, $currency->getSubunit());
        }

        $this->amount = is_int($amount)
            ? $amount
            : Library::instance()->roundMoney($amount, $currency->getCurrency());
    }

    /**
     * `Money::USD(1234)`, in upper or lower case; `Money::USD(12.34, true)` for an amount in major units.
     */
    public static function __callStatic(string $method, array $arguments): self
    {
        return new self($arguments[0], Currency::of($method), $arguments[1] ?? false);
    }

    /**
     * In minor units.
     */
    public function getAmount(): int|float
    {
        return $this->amount;
    }

    /**
     * In major units.
     */
    public function getValue(): float
    {
        return $this->rounded(Library::instance()->divide($this->amount, $this->currency->getSubunit()));
    }

    /**
     * What it is an amount of.
     */
    public function getCurrency(): Currency
    {
        return $this->currency;
    }

    /**
     * Whether it is nothing.
     */
    public function isZero(): bool
    {
        return $this->amount == 0;
    }

    /**
     * Whether it is more than nothing.
     */
    public function isPositive(): bool
    {
        return $this->amount > 0;
    }

    /**
     * Whether it is less than nothing.
     */
    public function isNegative(): bool
    {
        return $this->amount < 0;
    }

    /**
     * Whether both are amounts of one currency.
     */
    public function isSameCurrency(self $other): bool
    {
        return $this->currency->equals($other->currency);
    }

    /**
     * -1, 0 or 1.
     */
    public function compare(self $other): int
    {
        $this->requireSameCurrency($other);

        return $this->amount <=> $other->amount;
    }

    /**
     * Whether both are the same amount; of two currencies: refused.
     */
    public function equals(self $other): bool
    {
        return $this->compare($other) === 0;
    }

    /**
     * Whether this is more.
     */
    public function greaterThan(self $other): bool
    {
        return $this->compare($other) > 0;
    }

    /**
     * Whether this is at least as much.
     */
    public function greaterThanOrEqual(self $other): bool
    {
        return $this->compare($other) >= 0;
    }

    /**
     * Whether this is less.
     */
    public function lessThan(self $other): bool
    {
        return $this->compare($other) < 0;
    }

    /**
     * Whether this is at most as much.
     */
    public function lessThanOrEqual(self $other): bool
    {
        return $this->compare($other) <= 0;
    }

    /**
     * The sum; of two currencies: refused.
     */
    public function add(self $addend): self
    {
        $this->requireSameCurrency($addend);

        return new self(Library::instance()->add($this->amount, $addend->amount), $this->currency);
    }

    /**
     * The difference; of two currencies: refused.
     */
    public function subtract(self $subtrahend): self
    {
        $this->requireSameCurrency($subtrahend);

        return new self(Library::instance()->subtract($this->amount, $subtrahend->amount), $this->currency);
    }

    /**
     * So many times as much.
     */
    public function multiply(int|float $multiplier): self
    {
        return new self($this->rounded(Library::instance()->multiply($this->amount, $multiplier)), $this->currency);
    }

    /**
     * One of so many parts.
     */
    public function divide(int|float $divisor): self
    {
        if ($divisor == 0) {
            throw new InvalidArgumentException('Division by zero');
        }

        return new self($this->rounded(Library::instance()->divide($this->amount, $divisor)), $this->currency);
    }

    /**
     * With the currency's symbol and separators: `$1,234.50`.
     */
    public function format(): string
    {
        return Library::instance()->formatMoney($this->amount, $this->currency->getCurrency());
    }

    /**
     * With the currency's separators and without its symbol: `1,234.50`.
     */
    public function formatSimple(): string
    {
        return Library::instance()->formatMoney($this->amount, $this->currency->getCurrency(), false);
    }

    /**
     * @return array{amount: int|float, value: float, currency: Currency}
     */
    public function toArray(): array
    {
        return [
            'amount' => $this->amount,
            'value' => $this->getValue(),
            'currency' => $this->currency,
        ];
    }

    public function jsonSerialize(): array
    {
        return $this->toArray();
    }

    public function toJson($options = 0): string
    {
        return json_encode($this->toArray(), $options);
    }

    public function render(): string
    {
        return $this->format();
    }

    public function __toString(): string
    {
        return $this->render();
    }

    /**
     * What is computed from an amount is a float, rounded to the currency, even where it comes out whole.
     */
    private function rounded(int|float $number): float
    {
        return Library::instance()->roundMoney((float) $number, $this->currency->getCurrency());
    }

    private function requireSameCurrency(self $other): void
    {
        if (! $this->isSameCurrency($other)) {
            throw new InvalidArgumentException(
                "Different currencies \"{$this->currency->getCurrency()}\" and \"{$other->currency->getCurrency()}\"",
            );
        }
    }
}
