<?php

declare(strict_types=1);

namespace Cartwright\Native;

use LogicException;

/**
 * Something that lives in the native library and is freed with its object: there is one object for it, in this process.
 * The class has the constant NAME.
 *
 * @internal
 */
trait Handle
{
    private function __clone()
    {
    }

    public function __serialize(): never
    {
        throw new LogicException(self::NAME . ' lives in this process only and cannot be serialized');
    }

    /**
     * @param array<array-key, mixed> $data
     */
    public function __unserialize(array $data): never
    {
        $this->__serialize();
    }
}
