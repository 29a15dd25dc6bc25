<?php

declare(strict_types=1);

namespace Cartwright\Versions;

/**
 * What a comparison of the published versions with the committed ones has found.
 */
final readonly class Reconciliation
{
    /**
     * @param int $compared how many types
     * @param int $pending how many of them are being changed at this moment, and were left to their writers
     * @param list<Finding> $findings what was wrong
     */
    public function __construct(public int $compared, public int $pending, public array $findings)
    {
    }

    /**
     * Whether nothing was wrong, or all of it is right now.
     */
    public function isRight(): bool
    {
        return array_filter($this->findings, static fn (Finding $finding): bool => ! $finding->isRepaired) === [];
    }
}
