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
    /** Of Laravel's client of Redis, which says no more than that. */
    private const LOST_ANSWER = '/went away|error on read|read error|protocol error/i';

    /**
     * @return array{string, string} the outcome, and the words
     */
    public static function of(Throwable $failure): array
    {
        $isUnknown = $failure instanceof OutcomeUnknownException || $failure instanceof UnknownCommit
            || $failure instanceof RedisException && preg_match(self::LOST_ANSWER, $failure->getMessage()) === 1;
        // Without the statement, which holds the whole cart.
        $said = $failure instanceof QueryException ? $failure->getPrevious() ?? $failure : $failure;
        $message = class_basename($failure) . ': ' . strtok($said->getMessage(), "\n");

        return [$isUnknown ? Ledger::UNKNOWN : Ledger::REFUSED, mb_strimwidth($message, 0, 240, ' …')];
    }
}
