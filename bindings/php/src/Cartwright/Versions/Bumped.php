<?php

declare(strict_types=1);

namespace Cartwright\Versions;

/**
 * What became of a bump.
 */
final readonly class Bumped
{
    /**
     * @param array<array-key, string> $versions what is committed now, by type; empty where it is raised with the transaction that is open
     * @param bool $repeated whether this change was counted before, so that nothing was raised this time
     * @param list<string> $degraded what it had to do without: `lock_held`, `lock_unreachable`, `unmarked`, `unpublished`
     */
    public function __construct(public array $versions, public bool $repeated = false, public array $degraded = [])
    {
    }

    /**
     * Whether everything was there that it is to have.
     */
    public function isWhole(): bool
    {
        return $this->degraded === [];
    }
}
