<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

/**
 * A key as the engine writes it: vendor, kind and sku between slashes, and `%2F` or `%25` for those that stand in a part.
 *
 * @internal
 */
final class StockKey
{
    public static function text(string $vendor, string $kind, string $sku): string
    {
        return implode('/', str_replace(['%', '/'], ['%25', '%2F'], [$vendor, $kind, $sku]));
    }

    /**
     * @return array{string, string, string} vendor, kind, sku
     */
    public static function parts(string $text): array
    {
        return str_replace(['%2F', '%25'], ['/', '%'], explode('/', $text, 3));
    }
}
