<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use FFI;
use FFI\CData;

/**
 * A hosted cart that is taken over line by line: PHP keeps its values, the library gets what it computes with.
 *
 * @internal
 */
trait Priming
{
    /** How many lines go in one call, at most; there are places for so many. */
    private const LINES = 256;

    private readonly CData $idLengths;

    private readonly CData $prices;

    private readonly CData $quantities;

    private function makePrimingPlaces(): void
    {
        $lines = self::LINES;
        $this->idLengths = $this->ffi->new("int64_t[{$lines}]");
        $this->prices = $this->ffi->new("double[{$lines}]");
        $this->quantities = $this->ffi->new("int64_t[{$lines}]");
    }

    public function prime(CData $cart): void
    {
        $this->expectOk($this->ffi->cw_cart_prime($cart, $this->error));
    }

    public function primeLine(
        CData $cart,
        string $id,
        int|float|string $price,
        int $quantity,
        ?string $conditionsJson,
        ?string $name,
        ?string $attributesJson,
        ?string $modelJson,
    ): void {
        [$kind, $whole, $real, $text] = self::price($price);
        $status = $this->ffi->cw_cart_prime_line(
            $cart,
            $id,
            strlen($id),
            $name,
            strlen($name ?? ''),
            $kind,
            $whole,
            $real,
            $text,
            strlen($text ?? ''),
            $quantity,
            $attributesJson,
            strlen($attributesJson ?? ''),
            $conditionsJson,
            strlen($conditionsJson ?? ''),
            $modelJson,
            strlen($modelJson ?? ''),
            $this->error,
        );
        $this->expectOk($status);
    }

    /**
     * Lines of which nothing is known but what every line has; the three lists are equally long.
     *
     * @param list<string> $ids
     * @param list<float> $prices
     * @param list<int> $quantities
     */
    public function primeLines(CData $cart, array $ids, array $prices, array $quantities): void
    {
        if (count($ids) > self::LINES) {
            $parts = array_map(
                static fn (array $all): array => array_chunk($all, self::LINES),
                [$ids, $prices, $quantities],
            );
            array_map(fn (array ...$part) => $this->primeLines($cart, ...$part), ...$parts);

            return;
        }

        $bytes = 8 * count($ids);

        if ($bytes === 0) {
            return;
        }

        FFI::memcpy($this->idLengths, pack('q*', ...array_map('strlen', $ids)), $bytes);
        FFI::memcpy($this->prices, pack('d*', ...$prices), $bytes);
        FFI::memcpy($this->quantities, pack('q*', ...$quantities), $bytes);
        $text = implode('', $ids);
        $this->expectOk($this->ffi->cw_cart_prime_lines(
            $cart,
            $text,
            strlen($text),
            $this->idLengths,
            $this->prices,
            $this->quantities,
            count($ids),
            $this->error,
        ));
    }

    public function primeConditions(CData $cart, ?string $conditionsJson, ?string $dynamicJson): void
    {
        $this->expectOk($this->ffi->cw_cart_prime_conditions(
            $cart,
            $conditionsJson,
            strlen($conditionsJson ?? ''),
            $dynamicJson,
            strlen($dynamicJson ?? ''),
            $this->error,
        ));
    }

    public function primeMetadata(CData $cart, string $key, mixed $value): void
    {
        $json = self::encode($value);
        $this->expectOk($this->ffi->cw_cart_prime_metadata(
            $cart,
            $key,
            strlen($key),
            $json,
            strlen($json),
            $this->error,
        ));
    }

    /**
     * How many lines there are; fewer than were given if some had the same id.
     */
    public function primed(CData $cart): int
    {
        $this->expectOk($this->ffi->cw_cart_primed($cart, $this->firstInteger, $this->error));

        return $this->integers[0];
    }
}
