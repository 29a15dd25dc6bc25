<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\DataVersions;
use Illuminate\Console\Command;

/**
 * Shows each type's version, what is published of it, and when it was last raised.
 */
class StatsCommand extends Command
{
    use SaysWhatFailed;
    use ShowsVersions;

    protected $signature = 'versions:stats
        {types?* : Only these types}
        {--json : As a JSON list}';

    protected $description = "Show each type's version, what is published of it, and when it was last raised";

    protected $help = <<<'TEXT'
        The state is `published` (readers know of it), `unpublished` (each request asks the database; with the store `database` it is always that), `pending`
        (a change is being made), `ended` (a writer did not come back; the next reader looks it up), `stale` (committed without a mark, until
        it is repaired) or `different` (until it is repaired).

        Exit code 1 if nothing was ever asked of a type that is named.
        TEXT;

    /**
     * Shows them, those that were last raised first.
     */
    public function handle(DataVersions $versions): int
    {
        return $this->sayingWhatFails(fn (): int => $this->show($versions, $this->argument('types')));
    }

    /**
     * @param list<string> $only
     */
    private function show(DataVersions $versions, array $only): int
    {
        $rows = $this->versions($versions, $only);
        $missing = array_diff($only, array_column($rows, 'data_type'));

        if ($missing !== []) {
            $message = "nothing was ever changed of the type '" . reset($missing) . "'";
            $this->answer(
                ['success' => false, 'message' => $message, 'error' => 'type_unknown'],
                fn () => $this->error($message),
            );

            return self::FAILURE;
        }

        $this->answer($rows, fn () => $rows === [] ? $this->info('Nothing was changed yet.') : $this->showVersions($rows));

        return self::SUCCESS;
    }
}
