<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use DateTimeInterface;

/**
 * What the table knows of one type.
 */
final readonly class TypeRow
{
    /**
     * @param string $version what is committed
     * @param int $changes how many changes were committed in this life of the type
     * @param bool $isStale whether a change was committed without a mark, and nobody has published it since
     */
    public function __construct(
        public string $type,
        public string $version,
        public int $changes,
        public ?DateTimeInterface $lastUpdatedAt,
        public bool $isStale,
    ) {
    }
}
