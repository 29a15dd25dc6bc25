<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\NativeResult;
use FFI\CData;

/**
 * Changes that are described as JSON.
 *
 * @internal
 */
trait Operations
{
    /**
     * @param array<array-key, mixed>|string $operations one, or a list of which all are done or none; or their JSON
     */
    public function apply(CData $cart, array|string $operations): NativeResult
    {
        $json = is_string($operations) ? $operations : self::encode($operations);
        $this->expectOk($this->ffi->cw_cart_apply($cart, $json, strlen($json), $this->result, $this->error));

        return new NativeResult($this, $this->result[0]);
    }

    public function clearCart(CData $cart): void
    {
        $this->expectOk($this->ffi->cw_cart_clear($cart, $this->error));
    }
}
