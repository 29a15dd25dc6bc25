<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use FFI\CData;

/**
 * A hosted cart that is taken over line by line: PHP keeps its values, the library gets what it computes with.
 *
 * @internal
 */
trait Priming
{
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
