<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\DataVersions;
use Illuminate\Console\Command;

/**
 * Compares what is published with what is committed, and makes it right.
 */
class RepairCommand extends Command
{
    use SaysWhatFailed;
    use ShowsFindings;
    use TakesNumbers;

    protected $signature = 'versions:repair
        {--dry-run : Only say what is wrong; then the exit code is 1}
        {--who= : Who does it, for the audit trail}
        {--json : As one JSON object}';

    protected $description = 'Compare what is published with what is committed, and make it right';

    protected $help = <<<'TEXT'
        What is right is not touched, so a second repair finds nothing; what is being changed is left to its writer.

        Exit code 0 if everything is right now, 1 if not.
        TEXT;

    /**
     * Compares, and repairs unless it is only to look.
     */
    public function handle(DataVersions $versions): int
    {
        return $this->sayingWhatFails(function () use ($versions): int {
            $report = $versions->reconcile(! $this->option('dry-run'), $this->who());
            $this->answer(self::report($report), fn () => $this->showFindings($report));

            return $report->isRight() ? self::SUCCESS : self::FAILURE;
        });
    }
}
