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
    private const SENTENCE = 'The stored cart cannot be read: its ';

    public static function of(string $line, string $reason, ?Throwable $previous = null): CorruptCartException
    {
        $line = mb_scrub($line, 'UTF-8');
        // A condition of an item: the item is named before it.
        $reason = $previous instanceof CorruptCartException ? str_replace(self::SENTENCE, '', $reason) : $reason;

        return new CorruptCartException(
            self::SENTENCE . "{$line}: {$reason}",
            ['line' => $line],
            $previous,
        );
    }
}
