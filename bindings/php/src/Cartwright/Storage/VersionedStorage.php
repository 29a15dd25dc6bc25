<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Exceptions\OutcomeUnknownException;
use Closure;
use MasyukAI\Cart\Storage\StorageInterface;
use Throwable;

/**
 * A storage that commits a change only at the identity it was made for. A cart uses this where its storage has it.
 */
interface VersionedStorage extends StorageInterface
{
    /**
     * Reads a cart in one round trip, with its text unless it still has the identity that is known.
     */
    public function read(string $identifier, string $instance, ?CartIdentity $known = null): StoredCart;

    /**
     * Reads a cart as it is now, whatever the transaction has seen before, with its text. Who wants to change it
     * waits until the transaction ends.
     *
     * @param CartIdentity|null $expected what a change was to be stored at before, in vain
     */
    public function readLocking(string $identifier, string $instance, ?CartIdentity $expected = null): StoredCart;

    /**
     * Stores columns of a cart if it still is what it was read as.
     *
     * @param CartIdentity|null $expected null if there was no such cart
     * @param array<string, ?string> $columns text by column: items, conditions, metadata
     *
     * @return CartIdentity|null the new identity, or null if the cart is not what was expected: then nothing is stored
     *
     * @throws OutcomeUnknownException if the connection was lost and nobody can tell whether it was stored
     */
    public function commit(
        string $identifier,
        string $instance,
        ?CartIdentity $expected,
        array $columns,
    ): ?CartIdentity;

    /**
     * Whether the application has a transaction open, which only the application can repeat.
     */
    public function inHostTransaction(): bool;

    /**
     * Whether every change is to queue, not only one that has met a conflict.
     */
    public function alwaysQueues(): bool;

    /**
     * Runs work in a transaction of its own, in which reading with a lock queues behind others.
     *
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    public function queued(Closure $work): mixed;

    /**
     * Runs work inside the application's transaction so that its failure leaves that transaction usable, where the
     * database can do that.
     *
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    public function nested(Closure $work): mixed;

    /**
     * Whether the same work may succeed when it is done again as a whole: a deadlock, a database that is busy.
     */
    public function mayRetry(Throwable $failure): bool;
}
