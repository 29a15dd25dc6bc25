<?php

declare(strict_types=1);

namespace Cartwright\Versions\Invalidation;

/**
 * What one event makes invalid.
 *
 * @internal
 */
final readonly class Invalidated
{
    /**
     * @param list<string> $types of the data that were changed
     * @param list<string> $keys without any place left in them
     * @param list<string> $tags
     */
    public function __construct(public array $types, public array $keys, public array $tags)
    {
    }

    /**
     * The types whose versions are raised: those of the data, and those that pages are tagged with.
     *
     * @return list<string>
     */
    public function raised(): array
    {
        return array_values(array_unique([...$this->types, ...$this->tags]));
    }
}
