<?php

declare(strict_types=1);

namespace Cartwright\Versions\Testing;

use Cartwright\Native\NativeVersions;
use Cartwright\Versions\Bumped;
use Cartwright\Versions\Captured;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Reconciliation;
use Cartwright\Versions\TypeRow;
use Closure;
use Illuminate\Contracts\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Support\Carbon;
use Illuminate\Support\Testing\Fakes\Fake;
use PHPUnit\Framework\Assert;

/**
 * What `Versions::fake()` puts in the place of the versions: counters in this test's own memory, without a table, which say
 * afterwards what was raised. Changes run in a transaction, as ever.
 */
final class VersionsFake extends DataVersions implements Fake
{
    private const LIFE = '0000000000000001';

    private ?NativeVersions $memory = null;

    /** @var array<array-key, int> how often each type was raised */
    private array $raised = [];

    /** @var array<array-key, Carbon> when it was last */
    private array $raisedAt = [];

    /** @var array<string, true> changes that were told with an id */
    private array $known = [];

    /** @var list<string> */
    private array $pending = [];

    /**
     * @internal
     */
    public function __construct(private readonly Container $app)
    {
    }

    public function capture(array $types): Captured
    {
        return array_intersect($types, $this->pending) === []
            ? new Captured($this->of($types))
            : new Captured([], Captured::PENDING);
    }

    public function token(array|string|null $types = null): string
    {
        $types ??= [self::GLOBAL, ...array_map(strval(...), array_keys($this->raised))];

        return $this->native()->call('token', ['versions' => (object) $this->of((array) $types)]);
    }

    public function lookAhead(?array $types): void
    {
        // Nothing is captured here.
    }

    public function version(string $type): string
    {
        return $this->of([$type])[$type];
    }

    public function change(array|string $types, Closure $callback, ?string $who = null): mixed
    {
        $connection = $this->app->make('db')->connection($this->app->make('config')->get('versions.connection'));
        $result = $connection->transaction($callback);
        $this->bump($types);

        return $result;
    }

    public function bump(array|string $types, ?string $id = null, ?string $who = null): Bumped
    {
        $types = (array) $types;

        if ($id !== null && isset($this->known[$id])) {
            return new Bumped($this->of($types), true);
        }

        $this->known += $id === null ? [] : [$id => true];

        foreach ($types as $type) {
            $this->raised[$type] = ($this->raised[$type] ?? 0) + 1;
            $this->raisedAt[$type] = Carbon::now();
        }

        return new Bumped($this->of($types));
    }

    public function reconcile(bool $repair, ?string $who = null): Reconciliation
    {
        return new Reconciliation(count($this->raised), count($this->pending), []);
    }

    public function stats(): array
    {
        $rows = [];

        foreach ($this->raised as $type => $times) {
            $rows[] = new TypeRow((string) $type, $this->version((string) $type), $times, $this->raisedAt[$type], false);
        }

        usort($rows, static fn (TypeRow $a, TypeRow $b): int => $b->lastUpdatedAt <=> $a->lastUpdatedAt);

        return $rows;
    }

    public function forget(): void
    {
        // Nothing is captured here: a test sees at once what it has raised.
    }

    public function transaction(): ?Connection
    {
        // What a test rolls back at its end was never committed: nothing is left for later.
        return null;
    }

    public function native(): NativeVersions
    {
        return $this->memory ??= NativeVersions::open(['store' => 'memory', 'clock' => 'manual']);
    }

    /**
     * As if somebody else were changing data of these types just now, until it is called again without any.
     */
    public function pretendPending(string ...$types): static
    {
        $this->pending = array_values($types);

        return $this;
    }

    /**
     * The version of this type was raised; so often, if that is said.
     */
    public function assertRaised(string $type, ?int $times = null): static
    {
        $raised = $this->raised[$type] ?? 0;
        $times === null
            ? Assert::assertGreaterThan(0, $raised, "The version of [{$type}] was not raised.")
            : Assert::assertSame($times, $raised, "How often the version of [{$type}] was raised");

        return $this;
    }

    /**
     * The version of this type was not raised.
     */
    public function assertNotRaised(string $type): static
    {
        return $this->assertRaised($type, 0);
    }

    /**
     * No version was raised.
     */
    public function assertNothingRaised(): static
    {
        Assert::assertSame([], array_keys($this->raised), 'Versions were raised.');

        return $this;
    }

    /**
     * @param array<string> $types
     *
     * @return array<array-key, string>
     */
    private function of(array $types): array
    {
        $versions = [];

        foreach ($types as $type) {
            $versions[$type] = self::LIFE . '.' . ($this->raised[$type] ?? 0);
        }

        return $versions;
    }
}
