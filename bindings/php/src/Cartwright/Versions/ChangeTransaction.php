<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Exceptions\OutcomeUnknownException;
use Closure;
use Illuminate\Database\Connection;
use Throwable;

/**
 * A transaction of our own around a change of the application's, done again if it fails because of others.
 *
 * @internal
 */
final class ChangeTransaction
{
    private readonly Connection $connection;

    public function __construct(
        private readonly VersionTable $table,
        private readonly OpenChanges $changes,
        private readonly ChangeSettings $settings,
    ) {
        $this->connection = $table->connection;
    }

    /**
     * @template T
     *
     * @param Closure(): OpenChange $open
     * @param Closure(OpenChange): void $announce
     * @param Closure(Connection): T $callback
     *
     * @return T
     */
    public function run(Closure $open, Closure $announce, Closure $callback): mixed
    {
        $backoff = $this->settings->backoff;
        $begun = $backoff->now();

        for ($attempt = 1; ; $attempt++) {
            $change = $open();
            // Before the transaction, so that it holds nothing while the store is asked.
            $announce($change);
            [$result, $failure, $isOver] = $this->attempt($change, $callback);

            if ($failure === null) {
                return $result;
            }

            if ($isOver || ! $this->table->dialect()->mayRetry($failure) || ! $backoff->allows($attempt + 1, $begun)) {
                throw $failure;
            }

            $backoff->pause($attempt);
        }
    }

    /**
     * @return array{mixed, Throwable|null, bool} the result, what was thrown, and whether it may not be done again
     */
    private function attempt(OpenChange $change, Closure $callback): array
    {
        $ground = $this->connection->transactionLevel();

        try {
            $this->connection->beginTransaction();
            $this->changes->put($this->connection, $change);
            $this->table->takeTurn();
            $result = $callback($this->connection);
            $change->prepare();
        } catch (Throwable $failure) {
            $this->abandon($ground);
            $change->withdraw();

            return [null, $failure, false];
        }

        try {
            $this->connection->commit();
        } catch (Throwable $failure) {
            return [null, ...$this->afterCommitFailed($change, $failure, $ground)];
        }

        $change->publish();

        return [$result, null, true];
    }

    /**
     * @return array{Throwable, bool}
     */
    private function afterCommitFailed(OpenChange $change, Throwable $failure, int $ground): array
    {
        if ($this->connection->transactionLevel() === $ground) {
            // It is committed, and somebody who was told of it has failed. Or somebody has rolled it back, and the change is over.
            $change->publish();

            return [$failure, true];
        }

        $dialect = $this->table->dialect();
        $isLost = $dialect->isLostConnection($failure);

        if ($isLost || ! $dialect->isRolledBack($failure)) {
            // Nobody knows what became of it.
            $change->forget();
        }

        $this->abandon($ground);
        $change->withdraw();

        return $isLost ? [OutcomeUnknownException::ofCommit($failure), true] : [$failure, false];
    }

    private function abandon(int $ground): void
    {
        try {
            $this->connection->rollBack($ground);
        } catch (Throwable) {
            // The failure that led here says why. A connection that cannot even roll back is not to be used again.
            $this->connection->disconnect();
        }

        $this->changes->remove($this->connection);
    }
}
