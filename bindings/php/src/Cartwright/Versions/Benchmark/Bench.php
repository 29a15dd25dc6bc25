<?php

declare(strict_types=1);

namespace Cartwright\Versions\Benchmark;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Race\Ground;
use Cartwright\Versions\Race\GroundSettings;
use Cartwright\Versions\VersionedCache;
use Closure;
use Illuminate\Cache\TaggableStore;
use Illuminate\Contracts\Cache\Repository;
use Illuminate\Contracts\Container\Container;
use RuntimeException;

/**
 * What versions cost on one store, with so many cached values under one tag; and Laravel's tagged cache beside them, where the cache's
 * store has tags.
 *
 * @internal
 */
final readonly class Bench
{
    private const TTL_SECONDS = 600;

    /** A store is new for a fraction of a second here. */
    private const TURNS = 20;

    /** So many values are handed to the cache at once. */
    private const BATCH = 1000;

    /** Laravel's tags are filled anew for each measurement, which takes long with many values. */
    private const FILLED_VALUES = 5000;

    private string $tag;

    public function __construct(
        private Container $app,
        private Ground $ground,
        private int $entries,
        private int $rounds,
    ) {
        $this->tag = $ground->types()[0];
    }

    /**
     * @return array<string, mixed> nanoseconds, as medians and 99th hundredths
     */
    public function run(): array
    {
        $this->wait();
        $this->fill();
        $measured = [
            'check_first' => $this->times($this->rounds, $this->check(...), fn () => $this->versions()->forget()),
            'check_again' => $this->times($this->rounds, $this->check(...)),
            'lookup' => $this->times($this->rounds, fn (int $round) => $this->find($this->name($round % $this->entries))),
            'invalidate' => $this->times($this->rounds, fn () => $this->versions()->bump([$this->tag], null, 'benchmark')),
        ];
        // Figures of something that does not work are worth nothing.
        $this->versions()->forget();
        $this->find($this->name(0), isThere: false);

        return array_map(self::figures(...), $measured + $this->tagged());
    }

    /**
     * A store that is new is measured when it is not. One that publishes nothing is new for ever.
     */
    private function wait(): void
    {
        for ($turn = 0; $turn < self::TURNS && $this->isYoung(); $turn++) {
            usleep(50_000);
        }
    }

    private function isYoung(): bool
    {
        $standings = $this->versions()->native()->call('standings', ['types' => [$this->tag]]);

        return array_filter(array_column($standings, 'young')) !== [];
    }

    private function fill(): void
    {
        foreach (array_chunk(range(0, $this->entries - 1), self::BATCH) as $numbers) {
            $this->app->make(VersionedCache::class)->rememberMany(
                array_map($this->name(...), $numbers),
                [$this->tag],
                self::TTL_SECONDS,
                static fn (array $missing): array => array_fill_keys($missing, self::page()),
            );
        }
    }

    private function check(): void
    {
        $this->versions()->capture([$this->tag]);
    }

    private function find(string $name, bool $isThere = true): void
    {
        $isLoaded = false;
        $this->app->make(VersionedCache::class)->remember($name, [$this->tag], self::TTL_SECONDS, static function () use (&$isLoaded): string {
            $isLoaded = true;

            return self::page();
        });
        $isLoaded !== $isThere || throw new RuntimeException(
            $isThere ? 'a value was not found' : 'a value was found after its tag was raised',
        );
    }

    /**
     * @return array<string, list<int>>
     */
    private function tagged(): array
    {
        $cache = $this->app->make('cache')->store(GroundSettings::STORE);

        if (! $cache->getStore() instanceof TaggableStore) {
            return [];
        }

        $tagged = static fn (): Repository => $cache->tags(['benchmark']);
        $rounds = max(1, min(5, intdiv(self::FILLED_VALUES, $this->entries)));
        $flush = [];

        for ($round = 0; $round < $rounds; $round++) {
            for ($entry = 0; $entry < $this->entries; $entry++) {
                $tagged()->put($this->name($entry), self::page(), self::TTL_SECONDS);
            }

            if ($round === 0) {
                $lookup = $this->times($this->rounds, fn (int $round) => $tagged()->get($this->name($round % $this->entries)));
            }

            $flush = [...$flush, ...$this->times(1, static fn () => $tagged()->flush())];

            // Laravel 10 on a phpredis from 6.1 on flushes nothing, and how fast it does that is of interest to nobody.
            if ($tagged()->get($this->name($this->entries - 1)) !== null) {
                return [];
            }
        }

        return ['tagged_lookup' => $lookup, 'tagged_flush' => $flush];
    }

    /**
     * @param Closure(int): mixed $work
     * @param ?Closure(): mixed $before what is done before each, and not measured
     *
     * @return list<int>
     */
    private function times(int $rounds, Closure $work, ?Closure $before = null): array
    {
        $times = [];

        for ($round = 0; $round < $rounds; $round++) {
            $before === null || $before();
            $begun = hrtime(true);
            $work($round);
            $times[] = hrtime(true) - $begun;
        }

        return $times;
    }

    /**
     * @param list<int> $times
     *
     * @return array{p50: int, p99: int}
     */
    private static function figures(array $times): array
    {
        sort($times);

        return ['p50' => $times[intdiv(count($times), 2)], 'p99' => $times[intdiv(count($times) * 99, 100)]];
    }

    private function name(int $entry): string
    {
        return $this->ground->key("product.{$entry}");
    }

    private function versions(): DataVersions
    {
        return $this->app->make(DataVersions::class);
    }

    private static function page(): string
    {
        return str_repeat('x', 200);
    }
}
