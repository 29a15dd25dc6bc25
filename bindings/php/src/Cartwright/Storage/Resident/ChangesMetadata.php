<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

use Cartwright\Native\NativeCart;
use Cartwright\Storage\StoredText;
use Closure;

/**
 * Changes of the metadata of a cart in the engine.
 *
 * @internal
 */
trait ChangesMetadata
{
    abstract public function change(Closure $change): mixed;

    public function setMetadata(string $key, mixed $value): void
    {
        StoredText::ofMetadata($key, $value);
        $this->change(static fn (NativeCart $cart) => $cart->setMetadata($key, $value));
    }

    public function removeMetadata(string $key): void
    {
        StoredText::ofMetadata($key, null);
        $this->change(static fn (NativeCart $cart) => $cart->removeMetadata($key));
    }
}
