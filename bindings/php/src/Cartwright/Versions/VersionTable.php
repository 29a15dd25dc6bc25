<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Database\Dialect;
use Cartwright\Storage\Backoff;
use Closure;
use Illuminate\Database\Connection;
use Illuminate\Support\Carbon;
use RuntimeException;
use Throwable;

/**
 * The truth about versions: the table `shop_data_version` in the application's own database, where they are raised in the
 * same transaction as the data.
 *
 * A version is `incarnation.counter`; the counter is the column `change_count`. Everything is asked of the connection that
 * writes: a replica that lags would answer with what was. Types are locked in the order of their names, so that two writers never
 * wait for each other.
 *
 * @internal
 */
final class VersionTable
{
    private ?Dialect $dialect = null;

    /**
     * @param Closure(array<array-key, string>): string $token what the world sees of versions by type
     */
    public function __construct(
        public readonly Connection $connection,
        private readonly string $table,
        public readonly KnownChanges $changes,
        private readonly Closure $token,
        private readonly Backoff $backoff = new Backoff(),
    ) {
    }

    /**
     * What is committed now. A type that nobody has asked for yet begins, in a new incarnation at 0.
     *
     * @param list<string> $types
     *
     * @return array<string, string> versions by type
     */
    public function committed(array $types): array
    {
        $found = $this->find($types);
        $missing = array_values(array_diff($types, array_keys($found)));

        if ($missing === []) {
            return $found;
        }

        array_map($this->begin(...), self::sorted($missing));

        return $found + $this->all($missing);
    }

    /**
     * What is committed after every transaction is over that has raised one of these and was open when this was called.
     *
     * @param list<string> $types
     *
     * @return array<string, string>
     *
     * @throws Throwable if such a transaction is not over in time
     */
    public function settled(array $types, int $milliseconds): array
    {
        // What nobody has raised yet has nobody to wait for, but needs a row to be waited for from now on.
        $committed = $this->committed($types);

        if ($this->connection->transactionLevel() > 0) {
            // A test that rolls everything back is around us: nobody else is there.
            return $committed;
        }

        return $this->dialect()->queuedFor($this->connection, $milliseconds, function () use ($types): array {
            $versions = [];

            foreach (self::sorted($types) as $type) {
                $versions += $this->find([$type], $this->dialect()->sharingClause());
            }

            return $versions;
        });
    }

    /**
     * Raises types by one in a transaction of its own, unless it has done so for this change before.
     *
     * @param list<string> $types
     *
     * @return array{array<string, string>, bool} what is committed then, and whether the change was counted before
     */
    public function raise(string $change, array $types, bool $stale): array
    {
        [$versions, $place] = $this->alone()->run(function () use ($change, $types, $stale): array {
            $place = $this->changes->note($change);

            if ($place === null) {
                return [$this->committed($types), null];
            }

            $versions = $this->increment($types);
            $stale && $this->noteStale($types);

            return [$versions, $place];
        });
        $place === null || $this->changes->forgetOld([$place]);

        return [$versions, $place === null];
    }

    /**
     * Raises types by one, in the transaction that is open. Their rows stay locked until it is over.
     *
     * @param list<string> $types
     *
     * @return array<string, string> the versions that are there when it is committed
     */
    public function increment(array $types): array
    {
        $types = self::sorted($types);
        $now = self::now();

        foreach ($types as $type) {
            // One atomic statement, at one row of a unique key.
            $raise = fn (): int => $this->connection->affectingStatement(
                "update {$this->table()} set change_count = change_count + 1, last_updated_at = ?, updated_at = ?"
                . ' where data_type = ? and incarnation > 0',
                [$now, $now, $type],
            );

            if ($raise() === 0) {
                $this->begin($type);
                $raise() === 1 || throw self::unreadable($type);
            }
        }

        return $this->withHashes($this->all($types));
    }

    /**
     * Notes that types are stale until they are reconciled, in the transaction that is open.
     *
     * @param list<string> $types
     */
    public function noteStale(array $types): void
    {
        foreach (self::sorted($types) as $type) {
            $this->connection->affectingStatement(
                "update {$this->table()} set stale_since = coalesce(stale_since, ?) where data_type = ?",
                [self::now(), $type],
            );
        }
    }

    /**
     * Begins a new life of a type at 0, because what was given out of the present one is no longer true.
     */
    public function renew(string $type): string
    {
        return $this->alone()->run(function () use ($type): string {
            $this->begin($type);
            $this->connection->affectingStatement(
                "update {$this->table()} set incarnation = ?, change_count = 0 where data_type = ?",
                [self::life(), $type],
            );

            return $this->withHashes($this->all([$type]))[$type];
        });
    }

    /**
     * Takes the note *stale until reconciled* from types that were published at this version. What was raised after it is
     * still to be reconciled.
     *
     * @param array<string, string> $versions
     */
    public function reconciled(array $versions): void
    {
        foreach ($versions as $type => $version) {
            [$incarnation, $counter] = VersionText::parts($version);
            $this->connection->affectingStatement(
                "update {$this->table()} set stale_since = null"
                . ' where data_type = ? and incarnation = ? and change_count = ? and stale_since is not null',
                [(string) $type, $incarnation, $counter],
            );
        }
    }

    /**
     * Every type, those that were last raised first.
     *
     * @return list<TypeRow>
     */
    public function rows(): array
    {
        $rows = $this->connection->select(
            'select data_type, incarnation, change_count, last_updated_at, stale_since'
            . " from {$this->table()} where incarnation > 0"
            . ' order by case when last_updated_at is null then 1 else 0 end, last_updated_at desc, data_type',
            [],
            false,
        );

        return array_map(static fn (object $row): TypeRow => new TypeRow(
            (string) $row->data_type,
            self::version($row),
            (int) $row->change_count,
            $row->last_updated_at === null ? null : Carbon::parse($row->last_updated_at),
            $row->stale_since !== null,
        ), $rows);
    }

    /**
     * Before a transaction of ours that will raise versions at its end.
     */
    public function takeTurn(): void
    {
        $this->dialect()->takeTurn($this->connection, $this->table(), 'change_count');
    }

    public function dialect(): Dialect
    {
        return $this->dialect ??= Dialect::of($this->connection);
    }

    /**
     * @param list<string> $types
     *
     * @return array<string, string> of those that are there, in the order of the question
     */
    private function find(array $types, string $lock = ''): array
    {
        if ($types === []) {
            return [];
        }

        $places = implode(', ', array_fill(0, count($types), '?'));
        $rows = $this->connection->select(
            "select data_type, incarnation, change_count from {$this->table()}"
            . " where data_type in ({$places}) and incarnation > 0{$lock}",
            $types,
            false,
        );
        $found = [];

        foreach ($rows as $row) {
            $found[(string) $row->data_type] = self::version($row);
        }

        $versions = [];

        foreach ($types as $type) {
            isset($found[$type]) && $versions[$type] = $found[$type];
        }

        return $versions;
    }

    /**
     * @param list<string> $types
     *
     * @return array<string, string>
     */
    private function all(array $types): array
    {
        $versions = $this->find($types);

        foreach ($types as $type) {
            isset($versions[$type]) || throw self::unreadable($type);
        }

        return $versions;
    }

    /**
     * Begins a type, unless it has begun.
     */
    private function begin(string $type): void
    {
        $life = self::life();
        $now = self::now();
        $isNew = $this->dialect()->insertUnlessThere($this->connection, $this->table, 'data_type', [
            'data_type' => $type,
            'incarnation' => $life,
            'change_count' => 0,
            'version_hash' => ($this->token)([$type => VersionText::of($life, 0)]),
            'last_updated_at' => $now,
            'created_at' => $now,
            'updated_at' => $now,
        ]);

        if (! $isNew) {
            // A row that some other program has made has a count, but no life yet.
            $this->connection->affectingStatement(
                "update {$this->table()} set incarnation = ? where data_type = ? and incarnation < 1",
                [$life, $type],
            );
        }
    }

    /**
     * What operators and other programs see in the table.
     *
     * @param array<string, string> $versions
     *
     * @return array<string, string>
     */
    private function withHashes(array $versions): array
    {
        foreach ($versions as $type => $version) {
            $this->connection->affectingStatement(
                "update {$this->table()} set version_hash = ? where data_type = ?",
                [($this->token)([$type => $version]), (string) $type],
            );
        }

        return $versions;
    }

    private function alone(): OwnTransaction
    {
        return new OwnTransaction($this->connection, $this->dialect(), $this->backoff);
    }

    private function table(): string
    {
        return $this->connection->getQueryGrammar()->wrapTable($this->table);
    }

    private static function version(object $row): string
    {
        return VersionText::of((int) $row->incarnation, (int) $row->change_count);
    }

    private static function life(): int
    {
        return random_int(1, PHP_INT_MAX);
    }

    /**
     * @param list<string> $types
     *
     * @return list<string>
     */
    private static function sorted(array $types): array
    {
        $types = array_values(array_unique($types));
        sort($types, SORT_STRING);

        return $types;
    }

    private static function unreadable(string $type): RuntimeException
    {
        return new RuntimeException(
            "The row of the type '{$type}' cannot be found under this name although it is there; give the column data_type"
            . ' a collation in which every byte counts, as the migration of this package does, and names no spaces at the end',
        );
    }

    private static function now(): string
    {
        return Carbon::now()->format('Y-m-d H:i:s.u');
    }
}
