<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Illuminate\Contracts\Queue\ShouldQueue;
use Throwable;

/**
 * The same, by a worker of the queue; `versions.invalidation.queue` names it. It is handed over after the COMMIT and may come more than once: the
 * id of the change is counted once.
 */
final class QueuedInvalidateShopCache extends InvalidateShopCache implements ShouldQueue
{
    /** What is told in a transaction is handed over after its COMMIT. */
    public bool $afterCommit = true;

    /** How often it is tried at most. */
    public int $tries = 5;

    /**
     * Seconds before it is tried again.
     *
     * @var list<int>
     */
    public array $backoff = [1, 5, 15, 60];

    /**
     * The connection of the queue; null for its default one.
     */
    public function viaConnection(): ?string
    {
        return config('versions.invalidation.queue.connection');
    }

    /**
     * The queue; null for the default one of the connection.
     */
    public function viaQueue(): ?string
    {
        return config('versions.invalidation.queue.name');
    }

    protected function keysAreLeft(Throwable $failure): void
    {
        // The worker tries again.
        throw $failure;
    }
}
