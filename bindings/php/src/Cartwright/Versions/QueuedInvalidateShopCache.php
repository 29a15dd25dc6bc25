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
    public bool $afterCommit = true;

    public int $tries = 5;

    /** @var list<int> seconds */
    public array $backoff = [1, 5, 15, 60];

    public function viaConnection(): ?string
    {
        return config('versions.invalidation.queue.connection');
    }

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
