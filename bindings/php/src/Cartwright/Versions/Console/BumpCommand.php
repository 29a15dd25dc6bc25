<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\DataVersions;
use Illuminate\Console\Command;
use Illuminate\Support\Str;

/**
 * Raises types by one, and publishes them.
 */
class BumpCommand extends Command
{
    use SaysWhatFailed;
    use TakesNumbers;

    protected $signature = 'versions:bump
        {types* : Which types}
        {--id= : The id of the change; one with an id that was there before is not counted again}
        {--who= : Who does it, for the audit trail}
        {--json : As one JSON object}';

    protected $description = 'Raise types by one, and publish them: for changes that were committed without it';

    /**
     * Raises them, and says what it had to do without.
     */
    public function handle(DataVersions $versions): int
    {
        return $this->sayingWhatFails(fn (): int => $this->bump($versions, $this->option('id') ?: (string) Str::uuid()));
    }

    private function bump(DataVersions $versions, string $id): int
    {
        $bumped = $versions->bump($this->argument('types'), $id, $this->who());
        $this->answer(
            ['id' => $id, 'versions' => $bumped->versions, 'degraded' => $bumped->degraded],
            function () use ($bumped): void {
                foreach ($bumped->versions as $type => $version) {
                    $this->line("{$type} is at {$version}");
                }

                foreach ($bumped->degraded as $missing) {
                    $this->warn("without what it should have: {$missing}");
                }
            },
        );

        return self::SUCCESS;
    }
}
