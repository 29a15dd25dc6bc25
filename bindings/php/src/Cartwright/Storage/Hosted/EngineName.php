<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Cartwright\Storage\StoredText;

/**
 * What the engine calls an item or a condition whose name it cannot hold: a session may have names that are not UTF-8.
 *
 * @internal
 */
final class EngineName
{
    private const MARK = "\u{FFFD}bytes:";

    public static function of(string $name): string
    {
        return StoredText::canHold($name) ? $name : self::MARK . bin2hex($name);
    }

    public static function original(string $name): string
    {
        return str_starts_with($name, self::MARK) ? (string) hex2bin(substr($name, strlen(self::MARK))) : $name;
    }
}
