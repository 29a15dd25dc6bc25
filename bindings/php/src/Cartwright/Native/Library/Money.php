<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use OutOfBoundsException;

/**
 * Numbers and amounts of money: the arithmetic that PHP's floats would get wrong.
 *
 * @internal
 */
trait Money
{
    public function add(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::ADD, $a, $b);
    }

    public function subtract(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::SUBTRACT, $a, $b);
    }

    public function multiply(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::MULTIPLY, $a, $b);
    }

    public function divide(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::DIVIDE, $a, $b);
    }

    private function combine(int $arithmetic, int|float $a, int|float $b): int|float
    {
        $this->expectOk($this->ffi->cw_number_combine(
            $arithmetic,
            ...self::number($a),
            ...self::number($b),
            ...[$this->numberAt, $this->error],
        ));

        return $this->readNumber($this->number);
    }

    /**
     * @param array<int|float> $numbers
     */
    public function sum(array $numbers): float
    {
        $json = self::json($numbers);
        $this->expectOk($this->ffi->cw_number_sum($json, strlen($json), $this->firstFloat, $this->error));

        return $this->floats[0];
    }

    /**
     * @throws OutOfBoundsException if there is no such currency
     */
    public function roundMoney(int|float $amount, string $currency): int|float
    {
        [$kind, $whole, $real] = self::number($amount);
        $this->expectOk($this->ffi->cw_money_round(
            $kind,
            $whole,
            $real,
            $currency,
            strlen($currency),
            $this->numberAt,
            $this->error,
        ));

        return $this->readNumber($this->number);
    }

    /**
     * An amount of minor units as people read it.
     *
     * @throws OutOfBoundsException if there is no such currency
     */
    public function formatMoney(int|float $amount, string $currency, bool $withSymbol = true): string
    {
        [$kind, $whole, $real] = self::number($amount);
        $this->expectOk($this->ffi->cw_money_format(
            $kind,
            $whole,
            $real,
            $currency,
            strlen($currency),
            (int) $withSymbol,
            $this->text,
            $this->length,
            $this->error,
        ));

        return (string) $this->takeText();
    }

    /**
     * @return array{code: string, name: string, precision: int, subunit: int, symbol: string, symbol_first: bool,
     *     decimal_mark: string, thousands_separator: string}
     *
     * @throws OutOfBoundsException if there is no such currency
     */
    public function currency(string $code): array
    {
        $this->expectOk($this->ffi->cw_currency($code, strlen($code), $this->text, $this->length, $this->error));

        return json_decode((string) $this->takeText(), true, 512, JSON_THROW_ON_ERROR);
    }
}
