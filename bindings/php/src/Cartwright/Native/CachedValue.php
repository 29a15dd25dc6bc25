<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * What a reader of the native cache is to do.
 *
 * @internal
 */
final class CachedValue
{
    /**
     * @param int $found one of Abi::FOUND_*
     * @param string|null $value what was kept, if it was found
     * @param string|null $permit for whoever is to load it: give it to keep(), or to the call "land"
     */
    public function __construct(
        public readonly int $found,
        public readonly ?string $value,
        public readonly ?string $permit,
    ) {
    }
}
