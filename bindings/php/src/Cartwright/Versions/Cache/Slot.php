<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

/**
 * Where a value lies: a name with the versions of its tags, as they were before anything was loaded.
 *
 * @internal
 */
final readonly class Slot
{
    /**
     * @param array<array-key, string> $versions
     * @param string $key of both
     * @param bool $keeps whether what is loaded may be kept there
     */
    public function __construct(public string $name, public array $versions, public string $key, public bool $keeps)
    {
    }

    /**
     * The name in a key that every store takes and tells apart: short, without blanks, and with a digest, since there are
     * databases to which `A` and `a` are one key. Keys are made of what visitors type, too: nobody may find two of one digest.
     */
    public static function name(string $key): string
    {
        $readable = preg_replace('/[^A-Za-z0-9._-]+/', '_', substr($key, 0, 64));

        return "versioned:{$readable}~" . substr(hash('sha256', $key), 0, 32);
    }
}
