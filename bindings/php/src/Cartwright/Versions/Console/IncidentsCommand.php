<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\Console\AnswersInJson;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Metrics\Journal;
use Illuminate\Console\Command;
use InvalidArgumentException;

/**
 * Shows what went wrong, the oldest first; or who has changed what.
 */
class IncidentsCommand extends Command
{
    use AnswersInJson;
    use ShowsIncidents;
    use TakesNumbers;

    protected $signature = 'versions:incidents
        {--hours=24 : Of the last so many hours}
        {--audit : The audit trail instead: who has changed what}
        {--limit=1000 : At most so many, the last ones}
        {--json : As a JSON list}';

    protected $description = 'Show what went wrong, and what was done about it; or the audit trail';

    /**
     * Shows them.
     */
    public function handle(DataVersions $versions): int
    {
        try {
            $records = (new Journal($versions->native()))->of(
                $this->option('audit') ? 'trail' : 'incidents',
                $this->number('hours'),
                $this->number('limit'),
            );
        } catch (InvalidArgumentException $mistake) {
            return $this->refuse($mistake);
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        }

        $this->answer($records, fn () => $records === []
            ? $this->info($this->option('audit') ? 'Nothing was changed.' : 'There was no incident.')
            : $this->showRecords($records));

        return self::SUCCESS;
    }
}
