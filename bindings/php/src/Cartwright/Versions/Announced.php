<?php

declare(strict_types=1);

namespace Cartwright\Versions;

/**
 * A change that readers were told of.
 *
 * @internal
 */
final class Announced
{
    /**
     * @param string $change what the engine knows it by
     * @param list<string> $types sorted
     * @param bool $isMarked whether readers know of it indeed
     * @param int $level of the transaction it is made in
     */
    public function __construct(
        public readonly string $change,
        public readonly array $types,
        public bool $isMarked,
        public int $level,
        public readonly string $who,
    ) {
    }
}
