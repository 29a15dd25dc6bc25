<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\NativeCart;
use FFI\CData;

/**
 * Carts: how they begin and end, and how they get to and from the text that they are stored as.
 *
 * @internal
 */
trait Carts
{
    private readonly CData $cart;

    private readonly CData $columns;

    private function makeCartPlaces(): void
    {
        $this->cart = $this->ffi->new('cw_cart *[1]');
        $this->columns = $this->ffi->new('int32_t[1]');
    }

    public function newCart(): NativeCart
    {
        $this->expectOk($this->ffi->cw_cart_new($this->cart, $this->error));

        return new NativeCart($this, $this->cart[0]);
    }

    public function freeCart(CData $cart): void
    {
        $this->ffi->cw_cart_free($cart);
    }

    public function setLimits(CData $cart, int $items, int $dataBytes, int $itemQuantity, int $textBytes): void
    {
        $this->expectOk(
            $this->ffi->cw_cart_set_limits($cart, $items, $dataBytes, $itemQuantity, $textBytes, $this->error),
        );
    }

    public function load(CData $cart, ?string $items, ?string $conditions, ?string $metadata = null): void
    {
        $this->expectOk($this->ffi->cw_cart_load(
            $cart,
            $items,
            strlen($items ?? ''),
            $conditions,
            strlen($conditions ?? ''),
            $metadata,
            strlen($metadata ?? ''),
            $this->error,
        ));
    }

    public function forget(CData $cart): void
    {
        $this->expectOk($this->ffi->cw_cart_forget($cart, $this->error));
    }

    /**
     * A sum of Abi::COLUMN_* values.
     */
    public function pending(CData $cart): int
    {
        $this->expectOk($this->ffi->cw_cart_pending($cart, $this->columns, $this->error));

        return $this->columns[0];
    }

    public function column(CData $cart, int $column): ?string
    {
        $this->expectOk($this->ffi->cw_cart_column($cart, $column, $this->text, $this->length, $this->error));

        return $this->takeText();
    }

    public function committed(CData $cart): void
    {
        $this->expectOk($this->ffi->cw_cart_committed($cart, $this->error));
    }
}
