<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Tests\Support\Outcome as O;
use Cartwright\Tests\Support\TestDatabase as On;

/**
 * What we promise, cell by cell: the tests show it, and docs/transactions.md says it to the developers of shops.
 */
final class TransactionOutcomes
{
    public const STALE_READ = 'stale read';
    public const DUPLICATE_FIRST_INSERT = 'duplicate first insert';
    public const ROLLBACK = 'rollback';
    public const DEADLOCK = 'deadlock';

    /**
     * @return array{Outcome, Outcome, Outcome} in no transaction, in one, in a nested one
     */
    private static function stated(string $situation, TestDatabase $on): array
    {
        return match ($situation) {
            self::STALE_READ, self::DUPLICATE_FIRST_INSERT => match ($on) {
                On::SqliteWal => [O::AfterRereading, O::Busy, O::Busy],
                On::SqliteJournal => [O::AfterRereading, O::RivalRefused, O::RivalRefused],
                On::MariaDb => [O::AfterRereading, O::AfterRereading, O::AfterRereading],
                On::MariaDbSnapshotIsolation => [O::AfterRereading, O::RecordChanged, O::RecordChanged],
                On::PostgresReadCommitted => [O::AfterRereading, O::AfterRereading, O::AfterRereading],
                On::PostgresRepeatableRead => [O::AfterRereading, O::Serialization, O::Serialization],
            },
            self::ROLLBACK => [O::Acknowledged, O::Acknowledged, O::Acknowledged],
            self::DEADLOCK => match ($on) {
                On::SqliteWal, On::SqliteJournal => [O::AfterWaiting, O::Busy, O::Busy],
                On::MariaDb, On::MariaDbSnapshotIsolation => [
                    O::AfterWaiting, O::DeadlockOfMariaDb, O::DeadlockOfMariaDb,
                ],
                On::PostgresReadCommitted, On::PostgresRepeatableRead => [
                    O::AfterWaiting, O::DeadlockOfPostgres, O::DeadlockOfPostgres,
                ],
            },
        };
    }

    public static function of(string $situation, TestDatabase $on, Nesting $nesting): Outcome
    {
        return self::stated($situation, $on)[array_search($nesting, Nesting::cases(), true)];
    }

    /**
     * @return array<string, array{TestDatabase, Nesting}>
     */
    public static function cells(string $situation, Nesting ...$nestings): array
    {
        $cells = [];

        foreach (TestDatabase::cases() as $on) {
            foreach ($nestings ?: Nesting::cases() as $nesting) {
                $outcome = self::of($situation, $on, $nesting)->inWords($nesting);
                $cells["on {$on->value}, in {$nesting->value}: {$outcome}"] = [$on, $nesting];
            }
        }

        return $cells;
    }

    public static function asMarkdown(): string
    {
        $situations = [self::STALE_READ, self::DUPLICATE_FIRST_INSERT, self::ROLLBACK, self::DEADLOCK];
        $lines = ['| database | change in | ' . implode(' | ', $situations) . ' |', '| --- | --- |' . str_repeat(' --- |', 4)];

        foreach (TestDatabase::cases() as $on) {
            foreach (Nesting::cases() as $nesting) {
                $cells = array_map(
                    static fn (string $situation): string => self::of($situation, $on, $nesting)->inWords($nesting),
                    $situations,
                );
                $lines[] = "| {$on->value} | {$nesting->value} | " . implode(' | ', $cells) . ' |';
            }
        }

        return implode("\n", $lines) . "\n";
    }
}
