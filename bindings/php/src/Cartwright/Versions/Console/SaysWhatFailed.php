<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\Console\AnswersInJson;
use Cartwright\Versions\VersionSettings;
use Closure;
use Illuminate\Database\QueryException;
use RuntimeException;
use Throwable;

/**
 * For commands that ask the store of versions and the database: what fails there is said in a sentence, or as JSON.
 *
 * @internal
 */
trait SaysWhatFailed
{
    use AnswersInJson;

    /**
     * @param Closure(): int $work answers the exit code
     */
    private function sayingWhatFails(Closure $work): int
    {
        try {
            return $work();
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        } catch (RuntimeException $failure) {
            $message = $this->isMigrated($failure) ? $failure->getMessage() : VersionSettings::NOT_MIGRATED;
            $this->answer(['success' => false, 'message' => $message], fn () => $this->error($message));

            return self::FAILURE;
        }
    }

    private function isMigrated(RuntimeException $failure): bool
    {
        try {
            return ! $failure instanceof QueryException || VersionSettings::isInUse($this->laravel);
        } catch (Throwable) {
            // The failure says more than that the database cannot be asked.
            return true;
        }
    }
}
