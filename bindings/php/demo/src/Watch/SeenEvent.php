<?php

declare(strict_types=1);

namespace Cartwright\Demo\Watch;

/**
 * An event of a cart, as a listener saw it.
 */
final class SeenEvent
{
    /** Whether it was fired inside a transaction that the application rolled back. */
    public bool $rolledBack = false;

    /**
     * @param string $time ISO 8601 to milliseconds, UTC
     * @param string $about what it tells, in a few words
     */
    public function __construct(
        public readonly string $name,
        public readonly string $cart,
        public readonly string $about,
        public readonly string $time,
        public readonly bool $elsewhere = false,
    ) {
    }

    /**
     * One that another process has reported.
     *
     * @param array{name: string, cart: string, about: string, time: string} $reported
     */
    public static function elsewhere(array $reported): self
    {
        return new self($reported['name'], $reported['cart'], $reported['about'], $reported['time'], true);
    }
}
