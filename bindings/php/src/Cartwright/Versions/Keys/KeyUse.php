<?php

declare(strict_types=1);

namespace Cartwright\Versions\Keys;

/**
 * A place in an application's source that keeps something under a key.
 *
 * @internal
 */
final readonly class KeyUse
{
    /**
     * @param list<string>|null $tags of a versioned cache; null for another one, of which no version makes anything unreachable
     */
    public function __construct(public KeyPattern $key, public ?array $tags, public string $file, public int $line)
    {
    }
}
