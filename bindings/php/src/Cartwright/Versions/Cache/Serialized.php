<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Throwable;
use UnexpectedValueException;

/**
 * Values as bytes. What was written by another version of a class, or only in part, may be read by nobody any more.
 *
 * @internal
 */
final class Serialized
{
    private const READERS = ['unserialize', '__unserialize', '__wakeup'];

    /**
     * @throws Throwable if it cannot be read any more
     */
    public static function read(string $bytes): mixed
    {
        $value = @unserialize($bytes);

        return $value !== false || $bytes === serialize(false)
            ? $value
            : throw new UnexpectedValueException('A cached value cannot be read any more');
    }

    /**
     * Whether something was thrown while a value was read, by whomever: that says nothing about the store in which it lay.
     */
    public static function isUnreadable(Throwable $failure): bool
    {
        return array_intersect(self::READERS, array_column($failure->getTrace(), 'function')) !== [];
    }

    public static function canBeWritten(mixed $value): bool
    {
        try {
            serialize($value);

            return true;
        } catch (Throwable) {
            return false;
        }
    }
}
