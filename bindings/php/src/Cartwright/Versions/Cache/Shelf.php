<?php

declare(strict_types=1);

namespace Cartwright\Versions\Cache;

use Closure;

/**
 * Where values are kept, how they are found, and who loads those that are missing.
 *
 * @internal
 */
interface Shelf
{
    /**
     * Whether it is being left alone, because it failed.
     */
    public function isAway(): bool;

    /**
     * The value of a slot, found or loaded.
     *
     * @param Closure(): mixed $load
     */
    public function remember(Slot $slot, Lifetimes $lifetimes, Closure $load): mixed;

    /**
     * The values of several slots, by the keys of the application. What is missing is loaded in one go.
     *
     * @param array<array-key, Slot> $slots
     * @param Closure(list<string>): array<array-key, mixed> $load gets the keys that are missing, and answers for all of them
     *
     * @return array<array-key, mixed>
     */
    public function rememberMany(array $slots, Lifetimes $lifetimes, Closure $load): array;

    /**
     * Forgets the value of a slot, if it can.
     */
    public function forget(Slot $slot): bool;
}
