<?php

declare(strict_types=1);

namespace Cartwright\Bench\Places;

use Cartwright\Bench\Floors\StorageFloor;
use Cartwright\Bench\PlainPhpStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * Where the carts of one run are kept. A cart in plain PHP is kept in the same way, or in the one that comes nearest.
 */
interface Place
{
    /**
     * In a few words, what a reader has to know about it.
     */
    public function describe(): string;

    /**
     * Whether a server on this machine works for an operation, so that being interrupted by it is part of the operation.
     */
    public function asksServer(): bool;

    /**
     * What a request begins and ends with; nothing, where a storage needs none.
     */
    public function begin(string $identifier): void;

    public function end(string $identifier): void;

    /**
     * The storage as a request makes it.
     */
    public function storage(string $identifier): StorageInterface;

    public function plain(string $identifier): PlainPhpStorage;

    /**
     * What nobody can do without, measured on a cart like this one.
     *
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function floor(array $items, array $conditions): StorageFloor;

    /**
     * Takes all carts away.
     */
    public function empty(): void;

    /**
     * Takes away what it has made.
     */
    public function close(): void;
}
