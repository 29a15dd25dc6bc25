<?php

declare(strict_types=1);

namespace Cartwright\Versions\Testing;

use Cartwright\Storage\Backoff;
use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\Cache\Entries;
use Cartwright\Versions\Cache\Flights;
use Cartwright\Versions\Cache\StoreShelf;
use Cartwright\Versions\Cache\Surroundings;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Facades\Versions;
use Cartwright\Versions\VersionedCache;
use Closure;
use DateInterval;
use DateTimeInterface;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Repository;
use Illuminate\Contracts\Container\Container;
use Illuminate\Support\Testing\Fakes\Fake;
use PHPUnit\Framework\Assert;

/**
 * What `VersionedCache::fake()` puts in the place of the cache: one that really keeps and really goes by versions, in this
 * test's own memory, and is asked afterwards what was asked of it. Values are kept in a test's transaction, too.
 */
final class VersionedCacheFake extends VersionedCache implements Fake
{
    /** @var array<string, int> how often a value was asked for */
    private array $asked = [];

    /** @var array<string, int> how often it was loaded */
    private array $loaded = [];

    /** @var list<string> */
    private array $forgotten = [];

    private int $cleared = 0;

    /**
     * @internal
     */
    public static function in(Container $app): self
    {
        $versions = $app->make(DataVersions::class);
        $versions = $versions instanceof VersionsFake ? $versions : Versions::fake();
        $store = new Repository(new ArrayStore());
        $waiting = new Backoff(1, 0.0);

        $around = new Surroundings(
            new Counts($versions->native(...)),
            $waiting,
            static fn (): bool => false,
            // Made anew at once: a test has no response that it could be after.
            static fn (Closure $work) => $work(),
            static fn () => null,
        );
        $entries = new Entries(static fn (): Repository => $store, static fn () => null, $waiting->now(...));

        return new self($versions, new StoreShelf($entries, new Flights($versions->native(...), $around), $around), $around);
    }

    public function remember(
        string $key,
        array|string $tags,
        DateTimeInterface|DateInterval|array|int $ttl,
        Closure $callback,
    ): mixed {
        $this->asked[$key] = ($this->asked[$key] ?? 0) + 1;

        return parent::remember($key, $tags, $ttl, function () use ($key, $callback): mixed {
            $this->loaded[$key] = ($this->loaded[$key] ?? 0) + 1;

            return $callback();
        });
    }

    public function rememberMany(
        array $keys,
        array|string $tags,
        DateTimeInterface|DateInterval|array|int $ttl,
        Closure $callback,
    ): array {
        foreach ($keys as $key) {
            $this->asked[$key] = ($this->asked[$key] ?? 0) + 1;
        }

        return parent::rememberMany($keys, $tags, $ttl, function (array $missing) use ($callback): array {
            foreach ($missing as $key) {
                $this->loaded[$key] = ($this->loaded[$key] ?? 0) + 1;
            }

            return $callback($missing);
        });
    }

    public function forget(string $key, array|string $tags = []): bool
    {
        $this->forgotten[] = $key;

        return parent::forget($key, $tags);
    }

    public function clear(?string $who = null): void
    {
        $this->cleared++;
        parent::clear($who);
    }

    /**
     * The value of this key was asked for.
     */
    public function assertRemembered(string $key): static
    {
        Assert::assertArrayHasKey($key, $this->asked, "Nobody asked for [{$key}].");

        return $this;
    }

    /**
     * Nobody has asked for any value.
     */
    public function assertNothingRemembered(): static
    {
        Assert::assertSame([], array_keys($this->asked), 'Values were asked for.');

        return $this;
    }

    /**
     * The value of this key was loaded so often: the other times it was found.
     */
    public function assertLoaded(string $key, int $times = 1): static
    {
        Assert::assertSame($times, $this->loaded[$key] ?? 0, "How often [{$key}] was loaded");

        return $this;
    }

    /**
     * The value of this key was forgotten by its name.
     */
    public function assertForgotten(string $key): static
    {
        Assert::assertContains($key, $this->forgotten, "[{$key}] was not forgotten.");

        return $this;
    }

    /**
     * Everything was cleared.
     */
    public function assertCleared(): static
    {
        Assert::assertGreaterThan(0, $this->cleared, 'The cache was not cleared.');

        return $this;
    }

    /**
     * The cache was not cleared.
     */
    public function assertNotCleared(): static
    {
        Assert::assertSame(0, $this->cleared, 'The cache was cleared.');

        return $this;
    }
}
