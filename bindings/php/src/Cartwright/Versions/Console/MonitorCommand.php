<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Laravel\Settings;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Metrics\Journal;
use Illuminate\Console\Command;
use InvalidArgumentException;

/**
 * Shows versions, counts and incidents again and again.
 */
class MonitorCommand extends Command
{
    use SaysWhatFailed;
    use ShowsIncidents;
    use ShowsVersions;
    use TakesNumbers;

    private const MINUTES = 5;

    private const INCIDENTS = 10;

    protected $signature = 'versions:monitor
        {--every=2 : The pause between, in seconds}
        {--times=0 : End after so many times; 0 goes on}
        {--json : As one JSON object each time}';

    protected $description = 'Show versions, counts and incidents again and again';

    /**
     * Shows them until it was often enough, or somebody ends it.
     */
    public function handle(DataVersions $versions): int
    {
        try {
            [$every, $times] = [$this->number('every', 0), $this->number('times', 0)];
        } catch (InvalidArgumentException $mistake) {
            return $this->refuse($mistake);
        }

        for ($shown = 1; true; $shown++) {
            // A monitor that ends when something is wrong is of no use to anybody.
            $this->sayingWhatFails(fn (): int => $this->show($versions));

            if ($shown === $times) {
                return self::SUCCESS;
            }

            sleep($every);
        }
    }

    private function show(DataVersions $versions): int
    {
        $native = $versions->native();
        $rows = $this->versions($versions);
        $counts = $native->call('metrics', ['minutes' => self::MINUTES]);
        $incidents = (new Journal($native))->of('incidents', 1, self::INCIDENTS);
        $breaker = $native->call('breaker')['state'];
        $answer = ['versions' => $rows, 'counts' => $counts, 'incidents' => $incidents, 'breaker' => $breaker];
        $this->answer($answer, function () use ($rows, $counts, $incidents, $breaker): void {
            // To the upper left corner, and away with what was there.
            $this->output->isDecorated() && $this->output->write("\x1b[H\x1b[2J");
            $this->line(date('H:i:s') . "   {$this->store($breaker)}");
            $this->showVersions($rows);
            $this->table(
                ['In ' . self::MINUTES . ' minutes', 'Count', 'Failed', 'Median ms', '99 of 100 ms'],
                array_map(static fn (array $counted): array => [
                    $counted['name'],
                    $counted['count'],
                    $counted['errors'],
                    sprintf('%.3f', $counted['p50_us'] / 1000),
                    sprintf('%.3f', $counted['p99_us'] / 1000),
                ], $counts),
            );
            $incidents === [] || $this->showRecords($incidents);
        });

        return self::SUCCESS;
    }

    private function store(string $breaker): string
    {
        return match (true) {
            $breaker !== 'closed' => "the store of versions is left alone ({$breaker})",
            Settings::of($this->laravel)->text('versions.store', 'database') === 'database' => 'each request asks the database for versions',
            default => 'the store of versions is in use',
        };
    }
}
