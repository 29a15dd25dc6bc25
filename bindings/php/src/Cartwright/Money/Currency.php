<?php

declare(strict_types=1);

namespace Cartwright\Money;

use Cartwright\Native\Library;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Contracts\Support\Jsonable;
use Illuminate\Contracts\Support\Renderable;
use JsonSerializable;
use Stringable;

/**
 * A currency of ISO 4217. Known as `Akaunting\Money\Currency` where that package is not installed.
 */
final class Currency implements Arrayable, Jsonable, JsonSerializable, Renderable, Stringable
{
    /** @var array<string, self> by code; a currency never changes, so this may outlive a request */
    private static array $known = [];

    private readonly string $currency;
    private readonly string $name;
    private readonly int $precision;
    private readonly int $subunit;
    private readonly string $symbol;
    private readonly bool $symbolFirst;
    private readonly string $decimalMark;
    private readonly string $thousandsSeparator;

    /**
     * @throws \OutOfBoundsException if there is no such currency
     */
    public function __construct(string $currency)
    {
        $row = Library::instance()->currency(strtoupper(trim($currency)));

        $this->currency = $row['code'];
        $this->name = $row['name'];
        $this->precision = $row['precision'];
        $this->subunit = $row['subunit'];
        $this->symbol = $row['symbol'];
        $this->symbolFirst = $row['symbol_first'];
        $this->decimalMark = $row['decimal_mark'];
        $this->thousandsSeparator = $row['thousands_separator'];
    }

    /**
     * The one object of this currency.
     */
    public static function of(string $code): self
    {
        return self::$known[$code] ??= self::ofUpperCase(strtoupper(trim($code)));
    }

    private static function ofUpperCase(string $code): self
    {
        return self::$known[$code] ??= new self($code);
    }

    /**
     * `Currency::USD()`.
     */
    public static function __callStatic(string $method, array $arguments): self
    {
        return self::of($method);
    }

    /**
     * Whether it is the same currency.
     */
    public function equals(self $currency): bool
    {
        return $this->currency === $currency->currency;
    }

    /**
     * The three letters.
     */
    public function getCurrency(): string
    {
        return $this->currency;
    }

    /**
     * In English.
     */
    public function getName(): string
    {
        return $this->name;
    }

    /**
     * How many decimals.
     */
    public function getPrecision(): int
    {
        return $this->precision;
    }

    /**
     * How many minor units make a major one.
     */
    public function getSubunit(): int
    {
        return $this->subunit;
    }

    /**
     * Such as `$`.
     */
    public function getSymbol(): string
    {
        return $this->symbol;
    }

    /**
     * Whether the symbol stands before the number.
     */
    public function isSymbolFirst(): bool
    {
        return $this->symbolFirst;
    }

    /**
     * What stands before the decimals.
     */
    public function getDecimalMark(): string
    {
        return $this->decimalMark;
    }

    /**
     * What stands between groups of three digits.
     */
    public function getThousandsSeparator(): string
    {
        return $this->thousandsSeparator;
    }

    /**
     * The symbol, if it stands before the number.
     */
    public function getPrefix(): string
    {
        return $this->symbolFirst ? $this->symbol : '';
    }

    /**
     * The symbol with a space, if it stands behind the number.
     */
    public function getSuffix(): string
    {
        return $this->symbolFirst ? '' : ' ' . $this->symbol;
    }

    /**
     * @return array<string, array<string, mixed>>
     */
    public function toArray(): array
    {
        return [
            $this->currency => [
                'name' => $this->name,
                'precision' => $this->precision,
                'subunit' => $this->subunit,
                'symbol' => $this->symbol,
                'symbol_first' => $this->symbolFirst,
                'decimal_mark' => $this->decimalMark,
                'thousands_separator' => $this->thousandsSeparator,
                'prefix' => $this->getPrefix(),
                'suffix' => $this->getSuffix(),
            ],
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
        return $this->currency . ' (' . $this->name . ')';
    }

    public function __toString(): string
    {
        return $this->render();
    }
}
