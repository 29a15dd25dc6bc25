<?php

declare(strict_types=1);

namespace Cartwright\Versions;

/**
 * A version as text: `incarnation.counter`, the first in 16 hexadecimal digits.
 *
 * @internal
 */
final class VersionText
{
    public static function of(int $incarnation, int $counter): string
    {
        return sprintf('%016x.%d', $incarnation, $counter);
    }

    /**
     * @return array{int, int} incarnation and counter
     */
    public static function parts(string $version): array
    {
        [$incarnation, $counter] = explode('.', $version) + [1 => ''];

        return [(int) hexdec($incarnation), (int) $counter];
    }
}
