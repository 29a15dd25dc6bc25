<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * What a result comes to.
 *
 * @internal
 */
final readonly class ResultSummary
{
    /**
     * @param bool $differs whether the cart is different; a condition may have been set to what it was
     * @param int $attempts how often it was tried, the last time included
     * @param int $versionBefore 0 if there was no cart, and of a hosted one
     * @param int $versionAfter 0 if there is no cart, and of a hosted one
     */
    public function __construct(
        public int $changes,
        public int $events,
        public bool $differs,
        public int $attempts,
        public int $versionBefore,
        public int $versionAfter,
    ) {
    }
}
