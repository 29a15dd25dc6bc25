<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use FFI\CData;

/**
 * Values that the application keeps with a cart.
 *
 * @internal
 */
trait Metadata
{
    private readonly CData $wasThere;

    private function makeMetadataPlaces(): void
    {
        $this->wasThere = $this->ffi->new('int32_t[1]');
    }

    /**
     * @param string $value JSON
     */
    public function setMetadata(CData $cart, string $key, string $value): void
    {
        $this->expectOk(
            $this->ffi->cw_cart_set_metadata($cart, $key, strlen($key), $value, strlen($value), $this->error),
        );
    }

    /**
     * @return bool whether there was a value
     */
    public function removeMetadata(CData $cart, string $key): bool
    {
        $this->expectOk(
            $this->ffi->cw_cart_remove_metadata($cart, $key, strlen($key), $this->wasThere, $this->error),
        );

        return $this->wasThere[0] === 1;
    }

    /**
     * @return mixed null if the key has no value
     */
    public function metadata(CData $cart, string $key): mixed
    {
        $this->expectOk($this->ffi->cw_cart_metadata(
            $cart,
            $key,
            strlen($key),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));
        $value = $this->takeText();

        return $value === null ? null : unserialize($value, ['allowed_classes' => false]);
    }
}
