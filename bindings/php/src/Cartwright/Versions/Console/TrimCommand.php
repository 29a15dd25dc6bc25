<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Laravel\Settings;
use Cartwright\Reservations\Console\AnswersInJson;
use Cartwright\Versions\JournalTrim;
use Illuminate\Console\Command;

/**
 * Removes from the journal what is too old.
 */
class TrimCommand extends Command
{
    use AnswersInJson;
    use TakesNumbers;

    protected $signature = 'versions:trim
        {--days= : For how many days records stay; versions.journal.keep_days if left out}
        {--who= : Who does it, for the audit trail}
        {--json : As one JSON object}';

    protected $description = 'Remove incidents, audit records and counts that are too old from the journal of versions';

    /**
     * Removes them, and says how many of each went.
     */
    public function handle(JournalTrim $journal): int
    {
        $given = $this->option('days');
        $days = $given === null
            ? Settings::of($this->laravel)->integer('versions.journal.keep_days', JournalTrim::KEEP_DAYS)
            : filter_var($given, FILTER_VALIDATE_INT);

        if ($days === false || $days < 1) {
            $this->error('Say how many days stay, at least one: --days=90, or versions.journal.keep_days.');

            return self::INVALID;
        }

        try {
            $removed = $journal->keepDays($days, $this->who());
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        }

        $this->answer($removed, function () use ($removed, $days): void {
            $this->info(
                "{$removed['incidents']} incidents, {$removed['trail']} audit records and {$removed['metrics']} counts"
                . " that were older than {$days} days are gone." . ($removed['more'] ? ' There are more: run it again.' : ''),
            );
        });

        return self::SUCCESS;
    }
}
