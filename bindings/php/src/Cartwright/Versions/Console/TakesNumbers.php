<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use InvalidArgumentException;

/**
 * Options that are numbers, names of a list, or who does it.
 *
 * @internal
 */
trait TakesNumbers
{
    private function number(string $option, int $least = 1): int
    {
        $given = $this->option($option);

        return is_numeric($given) && ctype_digit((string) $given) && (int) $given >= $least
            ? (int) $given
            : throw new InvalidArgumentException("--{$option} takes a number from {$least}.");
    }

    private function refuse(InvalidArgumentException $mistake): int
    {
        $this->error($mistake->getMessage());

        return self::INVALID;
    }

    /**
     * Who does it, for the audit trail.
     */
    private function who(): string
    {
        return $this->option('who') ?: (getenv('USER') ?: get_current_user());
    }
}
