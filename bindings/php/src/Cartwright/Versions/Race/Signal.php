<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

/**
 * What is done to writers of a race. PHP knows these numbers only with an extension that not everybody has.
 *
 * @internal
 */
final class Signal
{
    public const KILL = 9;

    public static function stop(): int
    {
        return PHP_OS_FAMILY === 'Linux' ? 19 : 17;
    }

    public static function continue(): int
    {
        return PHP_OS_FAMILY === 'Linux' ? 18 : 19;
    }
}
