<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Database\Dialect;
use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Storage\Backoff;
use Closure;
use Illuminate\Database\Connection;
use Throwable;

/**
 * A transaction of our own around work that may be done twice, done again if it fails because of others.
 *
 * @internal
 */
final readonly class OwnTransaction
{
    public function __construct(private Connection $connection, private Dialect $dialect, private Backoff $backoff)
    {
    }

    /**
     * @template T
     *
     * @param Closure(): T $work
     *
     * @return T
     */
    public function run(Closure $work): mixed
    {
        if ($this->connection->transactionLevel() > 0) {
            // A test that rolls everything back is around us; whoever made the other transaction repeats it.
            return $this->connection->transaction($work);
        }

        $begun = $this->backoff->now();

        for ($attempt = 1; ; $attempt++) {
            try {
                return $this->dialect->queued($this->connection, $work);
            } catch (Throwable $failure) {
                // A change has an id, and the rest may be done twice: so what is unknown is done again.
                $mayRetry = $failure instanceof OutcomeUnknownException || $this->dialect->mayRetry($failure);

                if (! $mayRetry || ! $this->backoff->allows($attempt + 1, $begun)) {
                    throw $failure;
                }
            }

            $this->backoff->pause($attempt);
        }
    }
}
