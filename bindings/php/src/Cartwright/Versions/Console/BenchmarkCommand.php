<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\Benchmark\Benchmark;
use Cartwright\Versions\WebServiceProvider;
use Illuminate\Console\Command;
use Illuminate\Contracts\Container\Container;
use InvalidArgumentException;

/**
 * What a version check costs, and an invalidation with few and with many cached values, beside Laravel's tagged cache.
 */
class BenchmarkCommand extends Command
{
    use SaysWhatFailed;
    use ShowsProgress;
    use TakesNumbers;

    protected $signature = 'versions:benchmark
        {--entries=10,100000 : Numbers of cached values under one tag}
        {--rounds=200 : How often each is measured}
        {--cache= : The store of config/cache.php for the values; the configured one unless given}
        {--json : As a JSON list, in nanoseconds}';

    protected $description = "Measure what a version check costs, and an invalidation, beside Laravel's tagged cache";

    protected $help = <<<'TEXT'
        Every store of versions is measured that this application can have, in processes, tables, keys and files of their own, which are removed. Where
        the cache's store has tags, Laravel's are measured in the same process with as many values.

        A version check is what a page asks before it looks for anything: once in a request, and from then on out of the request's memory.
        TEXT;

    /**
     * Measures, and prints the tables.
     */
    public function handle(Container $app): int
    {
        try {
            [$entries, $rounds, $cache] = [$this->entries(), $this->number('rounds'), $this->cache()];
        } catch (InvalidArgumentException $mistake) {
            return $this->refuse($mistake);
        }

        return $this->sayingWhatFails(function () use ($app, $entries, $rounds, $cache): int {
            $rows = $this->withProgress(
                static fn ($progress): array => (new Benchmark($app))->run($entries, $rounds, $cache, $progress),
            );
            $this->answer($rows, fn () => $this->show($rows));

            return self::SUCCESS;
        });
    }

    /**
     * @return list<int>
     */
    private function entries(): array
    {
        $entries = array_map(intval(...), explode(',', (string) $this->option('entries')));

        return min($entries) > 0 ? $entries : throw new InvalidArgumentException('--entries takes numbers from 1, such as 10,100000.');
    }

    private function cache(): ?string
    {
        $name = $this->option('cache');
        $isOne = $name === null || $name === WebServiceProvider::NATIVE || config("cache.stores.{$name}") !== null;

        return $isOne ? $name : throw new InvalidArgumentException("--cache takes a store of config/cache.php; there is no '{$name}'.");
    }

    /**
     * @param list<array<string, mixed>> $rows
     */
    private function show(array $rows): void
    {
        $this->line('Microseconds, median / 99 of 100.');
        $this->table(
            ['Store', 'Values', 'Check, first', 'Check, again', 'Look up', 'Invalidate 1 tag', "Laravel's look-up", "Laravel's flush", 'Ratio'],
            array_map(static fn (array $row): array => [
                $row['store'],
                $row['entries'],
                self::pair($row['check_first']),
                self::pair($row['check_again']),
                self::pair($row['lookup']),
                self::pair($row['invalidate']),
                self::pair($row['tagged_lookup'] ?? null),
                self::pair($row['tagged_flush'] ?? null),
                isset($row['tagged_flush']) ? sprintf('%.1f', $row['tagged_flush']['p50'] / $row['invalidate']['p50']) : '-',
            ], $rows),
        );
        $this->line("The ratio is how many invalidations one flush of Laravel's tag costs.");
    }

    /**
     * @param ?array{p50: int, p99: int} $times
     */
    private static function pair(?array $times): string
    {
        return $times === null ? '-' : sprintf('%.1f / %.1f', $times['p50'] / 1000, $times['p99'] / 1000);
    }
}
