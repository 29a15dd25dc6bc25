<?php

declare(strict_types=1);

namespace Cartwright\Versions;

/**
 * Something that was wrong with a type.
 */
final readonly class Finding
{
    /**
     * @param string $wrong `behind`, `ahead` (as after a backup was restored), `other_life`, `mark_ended` or `stale`
     * @param string|null $published the version that was published
     * @param string $committed the version that is committed
     * @param bool $isRepaired whether it is right now
     */
    public function __construct(
        public string $type,
        public string $wrong,
        public ?string $published,
        public string $committed,
        public bool $isRepaired,
    ) {
    }
}
