<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Exceptions\OutcomeUnknownException;
use Illuminate\Database\QueryException;
use RedisException;
use Throwable;

/**
 * What a process was told of an operation that was not acknowledged.
 */
final class Refusal
{
    /**
     * With what Laravel's client of Redis says that nothing was stored. Anything else, "Connection refused" too, may be what
     * became of connecting once more after an answer was lost.
     */
    private const SURELY_NOT_STORED = '/^OOM /';

    /**
     * @return array{string, string} the outcome, and the words
     */
    public static function of(Throwable $failure): array
    {
        $isUnknown = $failure instanceof OutcomeUnknownException || $failure instanceof UnknownCommit
            || $failure instanceof RedisException
                && preg_match(self::SURELY_NOT_STORED, $failure->getMessage()) === 0;
        // Without the statement, which holds the whole cart.
        $said = $failure instanceof QueryException ? $failure->getPrevious() ?? $failure : $failure;
        $message = class_basename($failure) . ': ' . strtok($said->getMessage(), "\n");

        return [$isUnknown ? Ledger::UNKNOWN : Ledger::REFUSED, mb_strimwidth($message, 0, 240, ' …')];
    }
}
