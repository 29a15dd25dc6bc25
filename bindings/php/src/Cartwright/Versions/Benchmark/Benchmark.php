<?php

declare(strict_types=1);

namespace Cartwright\Versions\Benchmark;

use Cartwright\Versions\Race\Answers;
use Cartwright\Versions\Race\Ground;
use Cartwright\Versions\Race\Role;
use Cartwright\Versions\Race\Task;
use Closure;
use Illuminate\Contracts\Container\Container;

/**
 * What versions cost on every store that this application can have, each in a process and a place of its own.
 *
 * @internal
 */
final readonly class Benchmark
{
    public function __construct(private Container $app)
    {
    }

    /**
     * @param list<int> $entries
     * @param ?string $cache the cache's store for values; null is the configured one
     * @param Closure(float): void $progress
     *
     * @return list<array<string, mixed>>
     */
    public function run(array $entries, int $rounds, ?string $cache, Closure $progress): array
    {
        $rows = [];
        $stores = $this->stores();

        foreach ($stores as $store) {
            foreach ($entries as $number) {
                $rows[] = ['store' => $store, 'entries' => $number] + $this->measure($store, $cache, $number, $rounds);
                $progress(count($rows) / (count($stores) * count($entries)));
            }
        }

        return $rows;
    }

    /**
     * @return list<string>
     */
    private function stores(): array
    {
        $config = $this->app->make('config');
        $redis = $config->get('versions.redis.connection', 'default');

        return $config->get("database.redis.{$redis}") === null ? ['database', 'sqlite'] : ['database', 'sqlite', 'redis'];
    }

    /**
     * @return array<string, mixed>
     */
    private function measure(string $store, ?string $cache, int $entries, int $rounds): array
    {
        $ground = Ground::prepare($this->app, ['versions.store' => $store], $cache);

        try {
            return Answers::of($this->app, new Task(Role::Bench, $ground, $entries, changes: $rounds));
        } finally {
            $ground->remove($this->app);
        }
    }
}
