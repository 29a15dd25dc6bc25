<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Exceptions\StoreUnsupportedException;

/**
 * Where the engine itself keeps carts.
 */
interface NativePlace
{
    /**
     * As the engine is told it, passwords and all.
     *
     * @internal
     */
    public function store(): string;

    /**
     * Milliseconds to wait for it: while others write, or while it is away.
     */
    public function busyTimeout(): int;

    /**
     * As a person is told it: without passwords.
     */
    public function describe(): string;

    /**
     * Asked before each use.
     *
     * @internal
     *
     * @throws StoreUnsupportedException if the application itself stands in the way
     */
    public function check(): void;
}
