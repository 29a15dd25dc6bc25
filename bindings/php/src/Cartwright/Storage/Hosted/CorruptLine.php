<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Exceptions\CorruptCartException;
use Throwable;

/**
 * Says which line of a cart cannot be read. Nothing is stored over it.
 *
 * @internal
 */
final class CorruptLine
{
    public static function of(string $line, string $reason, ?Throwable $previous = null): CorruptCartException
    {
        $line = mb_scrub($line, 'UTF-8');

        return new CorruptCartException(
            "The stored cart cannot be read: its {$line}: {$reason}",
            ['line' => $line],
            $previous,
        );
    }
}
