<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use MasyukAI\Cart\Storage\StorageInterface;

/**
 * A storage that may hand out the very array that was put, not one like it. PHP sees at once that it still is the same,
 * so that what was computed with it still holds.
 */
interface KeepsArrays extends StorageInterface
{
    /**
     * Whether it does so now.
     */
    public function keepsArrays(): bool;
}
