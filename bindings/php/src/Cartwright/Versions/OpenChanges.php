<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Closure;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Database\Connection;
use Illuminate\Database\Events\TransactionBeginning;
use Illuminate\Database\Events\TransactionCommitted;
use Illuminate\Database\Events\TransactionCommitting;
use Illuminate\Database\Events\TransactionRolledBack;
use RuntimeException;
use Throwable;
use WeakMap;
use WeakReference;

/**
 * The changes of the transactions that are open, told of their ends by Laravel: TransactionCommitting is dispatched right before
 * the outermost COMMIT, TransactionCommitted and TransactionRolledBack after each level. A connection whose dispatcher is another
 * one (none, or a fake) does not tell; then `afterCommit` of Laravel's transaction manager is all there is.
 *
 * @internal
 */
final class OpenChanges
{
    /** @var WeakMap<Connection, OpenChange> */
    private WeakMap $open;

    /** @var WeakMap<Connection, WeakReference<Closure>> what Laravel calls after the COMMIT; it lets go of it when that never comes */
    private WeakMap $calls;

    private ?Dispatcher $events = null;

    public function __construct()
    {
        $this->open = new WeakMap();
        $this->calls = new WeakMap();
    }

    public function listen(Dispatcher $events): void
    {
        $this->events = $events;
        $events->listen(TransactionBeginning::class, $this->beginning(...));
        $events->listen(TransactionCommitting::class, $this->committing(...));
        $events->listen(TransactionCommitted::class, $this->committed(...));
        $events->listen(TransactionRolledBack::class, $this->rolledBack(...));
    }

    /**
     * Whether we shall be told before the transaction that is open now is committed.
     */
    public function isToldOf(Connection $connection): bool
    {
        return $connection->transactionLevel() > 0
            && HostTransaction::ground() === 0
            && $this->events !== null
            && $connection->getEventDispatcher() === $this->events;
    }

    public function of(Connection $connection): ?OpenChange
    {
        return $this->open[$connection] ?? null;
    }

    /**
     * The change of the transaction that is open now, to be joined.
     */
    public function joinable(Connection $connection): ?OpenChange
    {
        $change = $this->of($connection);

        if ($change === null || $change->raisesAtTheEnd || ($this->calls[$connection] ?? null)?->get() !== null) {
            return $change;
        }

        // It was rolled back, or its savepoint was, and nobody has told it: nobody would publish it either.
        $change->forget();
        $this->remove($connection);

        return null;
    }

    public function put(Connection $connection, OpenChange $change): void
    {
        $this->open[$connection] = $change;
        $call = fn () => $this->ended($connection);
        $this->calls[$connection] = WeakReference::create($call);

        try {
            $connection->afterCommit($call);
        } catch (RuntimeException) {
            // There is no manager of transactions, as in a program without Laravel. The event tells, or the lease ends.
        }
    }

    public function remove(Connection $connection): void
    {
        unset($this->open[$connection]);
    }

    private function beginning(TransactionBeginning $event): void
    {
        if ($event->connection->transactionLevel() === HostTransaction::ground() + 1) {
            // Nobody has told the end of the one before: its connection was lost, or its COMMIT failed.
            $this->of($event->connection)?->forget();
            $this->remove($event->connection);
        }
    }

    private function committing(TransactionCommitting $event): void
    {
        try {
            $this->of($event->connection)?->prepare();
        } catch (Throwable $failure) {
            // Laravel takes a transaction whose COMMIT was not even tried for ended, and would leave it open.
            $event->connection->rollBack(0);

            throw $failure;
        }
    }

    private function committed(TransactionCommitted $event): void
    {
        $this->ended($event->connection);
    }

    private function ended(Connection $connection): void
    {
        $level = $connection->transactionLevel();

        if ($level > HostTransaction::ground()) {
            $this->of($connection)?->mergedInto($level);

            return;
        }

        $change = $this->of($connection);
        $this->remove($connection);
        $change?->publish();
    }

    private function rolledBack(TransactionRolledBack $event): void
    {
        $level = $event->connection->transactionLevel();
        $change = $this->of($event->connection);

        if ($level > HostTransaction::ground()) {
            $change?->rolledBackTo($level);

            return;
        }

        $this->remove($event->connection);
        $change?->withdraw();
    }
}
