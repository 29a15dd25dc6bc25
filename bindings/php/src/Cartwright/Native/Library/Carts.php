<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\NativeCart;
use Cartwright\Storage\CartIdentity;
use FFI;
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

    private readonly CData $identity;

    private readonly CData $identityAt;

    private function makeCartPlaces(): void
    {
        $this->cart = $this->ffi->new('cw_cart *[1]');
        $this->columns = $this->ffi->new('int32_t[1]');
        $this->identity = $this->ffi->new('cw_identity');
        $this->identityAt = FFI::addr($this->identity);
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

    public function setSwitches(
        CData $cart,
        bool $honourConditionOrder,
        int $lineIdentity,
        bool $strictParsing,
        bool $fractionalQuantities,
    ): void {
        $this->expectOk($this->ffi->cw_cart_set_switches(
            $cart,
            (int) $honourConditionOrder,
            $lineIdentity,
            (int) $strictParsing,
            (int) $fractionalQuantities,
            $this->error,
        ));
    }

    public function nameCart(CData $cart, string $identifier, string $instance, string $currency): void
    {
        $this->expectOk($this->ffi->cw_cart_name(
            $cart,
            $identifier,
            strlen($identifier),
            $instance,
            strlen($instance),
            $currency,
            strlen($currency),
            $this->error,
        ));
    }

    /**
     * What a cart of an engine is in its store; null if there is none.
     */
    public function identityOf(CData $cart): ?CartIdentity
    {
        $this->expectOk($this->ffi->cw_cart_identity($cart, $this->identityAt, $this->error));
        $identity = $this->identity;

        return $identity->version === 0
            ? null
            : new CartIdentity(FFI::string($identity->incarnation), $identity->version);
    }

    public function load(CData $cart, ?string $items, ?string $conditions, ?string $metadata): void
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

    public function hold(CData $cart, ?string $items, ?string $conditions, ?string $metadata): void
    {
        $this->expectOk($this->ffi->cw_cart_hold(
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
