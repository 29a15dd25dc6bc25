<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use FFI\CData;

/**
 * What the shop keeps with a cart, under keys.
 *
 * @internal
 */
trait Metadata
{
    public function setCartMetadata(CData $cart, string $key, mixed $value): void
    {
        $json = self::encode($value);
        $this->expectOk($this->ffi->cw_cart_set_metadata(
            $cart,
            $key,
            strlen($key),
            $json,
            strlen($json),
            $this->error,
        ));
    }

    /**
     * Whether there was a value.
     */
    public function removeCartMetadata(CData $cart, string $key): bool
    {
        $this->expectOk(
            $this->ffi->cw_cart_remove_metadata($cart, $key, strlen($key), $this->flag, $this->error),
        );

        return $this->flag[0] === 1;
    }

    /**
     * @param ?string $key null for all values by their keys
     *
     * @return mixed null also for a key without a value
     */
    public function cartMetadata(CData $cart, ?string $key): mixed
    {
        $this->expectOk($this->ffi->cw_cart_metadata(
            $cart,
            $key,
            strlen($key ?? ''),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeValue();
    }
}
