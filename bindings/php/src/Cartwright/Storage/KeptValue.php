<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * What a session or a cache hands out where items or conditions are kept.
 *
 * @internal
 */
final class KeptValue
{
    /**
     * The lines. A text is JSON, as older versions and other programs write it; what is neither is an empty cart.
     *
     * @return array<array-key, mixed>
     */
    public static function lines(mixed $kept): array
    {
        if (is_string($kept)) {
            $kept = json_decode($kept, true);
        }

        return is_array($kept) ? $kept : [];
    }
}
