<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use FFI\CData;

/**
 * What is read of a cart, and computed of it.
 *
 * @internal
 */
trait CartReadings
{
    /**
     * @return array<string, mixed>|null in stored form
     */
    public function item(CData $cart, string $id): ?array
    {
        $this->expectOk($this->ffi->cw_cart_item(
            $cart,
            $id,
            strlen($id),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeArray();
    }

    /**
     * @return array<array-key, array<string, mixed>> by id, in stored form
     */
    public function items(CData $cart): array
    {
        $this->expectOk(
            $this->ffi->cw_cart_items($cart, Abi::FORMAT_PHP, $this->text, $this->length, $this->error),
        );

        return $this->takeArray() ?? [];
    }

    /**
     * @return array<array-key, array<string, mixed>> by name, in stored form
     */
    public function conditions(CData $cart): array
    {
        $this->expectOk(
            $this->ffi->cw_cart_conditions($cart, Abi::FORMAT_PHP, $this->text, $this->length, $this->error),
        );

        return $this->takeArray() ?? [];
    }

    /**
     * @return array<string, mixed>
     */
    public function content(CData $cart, string $instance, string $currency): array
    {
        $this->expectOk($this->ffi->cw_cart_content(
            $cart,
            $instance,
            strlen($instance),
            $currency,
            strlen($currency),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeArray() ?? [];
    }

    /**
     * @param int $sum one of Abi::SUM_*
     */
    public function cartSum(CData $cart, int $sum, string $currency): int|float
    {
        $status = $this->ffi->cw_cart_sum($cart, $sum, $currency, strlen($currency), $this->numberAt, $this->error);
        $this->expectOk($status);

        return $this->readNumber($this->number);
    }

    /**
     * @return array{items: int, quantity: int}
     */
    public function count(CData $cart): array
    {
        $this->expectOk(
            $this->ffi->cw_cart_count($cart, $this->firstInteger, $this->secondInteger, $this->error),
        );

        return ['items' => $this->integers[0], 'quantity' => $this->integers[1]];
    }

    public function has(CData $cart, string $id): bool
    {
        $this->expectOk($this->ffi->cw_cart_has($cart, $id, strlen($id), $this->flag, $this->error));

        return $this->flag[0] === 1;
    }

    public function hasRules(CData $cart): bool
    {
        $this->expectOk($this->ffi->cw_cart_has_rules($cart, $this->flag, $this->error));

        return $this->flag[0] === 1;
    }
}
