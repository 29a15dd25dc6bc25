<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Reservations\Console\AnswersInJson;
use Cartwright\Versions\Invalidation\InvalidationMap;
use Cartwright\Versions\Keys\KeyReport;
use Cartwright\Versions\Keys\Sources;
use Cartwright\Versions\VersionedCache;
use Illuminate\Console\Command;
use Illuminate\Contracts\Container\Container;

/**
 * Compares the keys of the configured events with those that the application's source keeps something under.
 */
class KeysCommand extends Command
{
    use AnswersInJson;
    use ShowsProgress;

    protected $signature = 'versions:keys
        {--path=* : Where the application\'s source is; app, routes, config and database unless given}
        {--json : As one JSON object}';

    protected $description = 'List keys of the configured events which nothing writes, and kept keys which nothing invalidates';

    protected $help = <<<'TEXT'
        The source is read, not run: calls such as Cache::remember('product.' . $id, …) or VersionedCache::remember($key, ['products'], …). A key with a part
        that is known only when it runs is compared by the parts that are known; one that is known only when it runs is listed, and judged by nobody.

        Exit code 1 if a key is listed which nothing writes or nothing invalidates, 2 if a path is none.
        TEXT;

    private const PATHS = ['app', 'routes', 'config', 'database'];

    /**
     * Reads the source, and lists what does not fit.
     */
    public function handle(Container $app, InvalidationMap $map): int
    {
        $base = $app->make('path.base');
        $given = $this->option('path');
        $paths = array_map(static fn (string $path): string => str_starts_with($path, '/') ? $path : "{$base}/{$path}", $given ?: self::PATHS);
        $there = array_filter($paths, is_dir(...));

        if ($there === [] || $given !== [] && $there !== $paths) {
            $this->error('There is no directory ' . (array_values(array_diff($paths, $there))[0]) . '.');

            return self::INVALID;
        }

        $sources = $this->withProgress(static fn ($progress): Sources => Sources::in(array_values($there), $base, $progress));
        $raised = [...$map->raised(), ...$sources->raises(), VersionedCache::TYPE];
        $report = new KeyReport($map->keys(), $raised, $sources->keeps());
        $answer = [
            'written_by_nothing' => $report->writtenByNothing(),
            'invalidated_by_nothing' => $report->invalidatedByNothing(),
            'unknown' => $report->unknown(),
        ];
        $isRight = $answer['written_by_nothing'] === [] && $answer['invalidated_by_nothing'] === [];
        $this->answer(['success' => $isRight] + $answer, fn () => $this->show($answer, $isRight));

        return $isRight ? self::SUCCESS : self::FAILURE;
    }

    /**
     * @param array<string, list<mixed>> $answer
     */
    private function show(array $answer, bool $isRight): void
    {
        $answer['written_by_nothing'] === [] || $this->table(['Nothing writes', 'It is forgotten with'], array_map(
            static fn (array $key): array => [$key['key'], implode(', ', array_map(class_basename(...), $key['events']))],
            $answer['written_by_nothing'],
        ));
        $answer['invalidated_by_nothing'] === [] || $this->table(['Nothing invalidates', 'Its tags', 'It is kept in'], array_map(
            static fn (array $key): array => [$key['key'], implode(', ', $key['tags'] ?? []) ?: '-', $key['place']],
            $answer['invalidated_by_nothing'],
        ));
        $answer['unknown'] === [] || $this->line('Known only when it runs: ' . implode(', ', $answer['unknown']));
        $isRight && $this->info('Every key is written by something and invalidated by something.');
    }
}
