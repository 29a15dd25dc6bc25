<?php

declare(strict_types=1);

namespace Cartwright\Versions;

/**
 * What a reader has captured before he loads anything.
 */
final readonly class Captured
{
    /** A change of one of the types is being made. */
    public const PENDING = 'pending';

    /** Neither the store nor the database could say what is committed. */
    public const UNKNOWN = 'unknown';

    /** A transaction is open: what it reads may be older than any version, or not committed. */
    public const TRANSACTION = 'transaction';

    /**
     * @param array<array-key, string> $versions by type; of every type that was asked for, unless the cache is passed by
     * @param string|null $bypass why the cache is to be passed by, neither read nor written; null if it is not
     */
    public function __construct(public array $versions, public ?string $bypass = null)
    {
    }
}
