<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * Where the carts of a run are kept. It goes to each process as PHP's serialised text, so it holds settings and nothing
 * that is open.
 */
interface Place
{
    /**
     * Makes it ready, with nothing in it.
     */
    public function prepare(int $processes): void;

    /**
     * As a process of the shop comes to it.
     *
     * @param class-string|null $defect the storage that has it
     */
    public function open(?string $defect = null): Access;
}
