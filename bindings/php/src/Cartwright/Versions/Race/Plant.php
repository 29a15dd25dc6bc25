<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use InvalidArgumentException;

/**
 * What a race does wrong on purpose, to see that it can see.
 *
 * @internal
 */
enum Plant: string
{
    /** Versions are raised and published before the data are committed. */
    case InvalidateBeforeCommit = 'invalidate-before-commit';

    /** Nobody announces a change; its version is raised after its commit. */
    case NoMark = 'no-mark';

    /**
     * @throws InvalidArgumentException
     */
    public static function named(string $name): self
    {
        return self::tryFrom($name) ?? throw new InvalidArgumentException(
            "'{$name}' cannot be planted; " . implode(' and ', array_column(self::cases(), 'value')) . ' can.',
        );
    }
}
