<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

/**
 * What becomes of our change when a rival is in the way.
 */
enum Outcome: string
{
    case Acknowledged = 'acknowledged';
    case AfterRereading = 'acknowledged after one locking re-read';
    case AfterWaiting = 'acknowledged after waiting and one locking re-read';
    case RivalRefused = 'acknowledged; the rival cannot commit before us';
    case Busy = '`database is locked` (5)';
    case RecordChanged = '`Record has changed since last read` (1020)';
    case Serialization = '`could not serialize access` (40001)';
    case DeadlockOfMariaDb = '`Deadlock found` (1213)';
    case DeadlockOfPostgres = '`deadlock detected` (40P01)';

    public function isAcknowledged(): bool
    {
        return $this->sqlState() === null;
    }

    public function rereads(): bool
    {
        return $this === self::AfterRereading || $this === self::AfterWaiting;
    }

    /**
     * The state of the driver's own exception, where the application sees one.
     */
    public function sqlState(): ?string
    {
        return match ($this) {
            self::Busy, self::RecordChanged => 'HY000',
            self::Serialization, self::DeadlockOfMariaDb => '40001',
            self::DeadlockOfPostgres => '40P01',
            default => null,
        };
    }

    public function driverCode(): ?int
    {
        return match ($this) {
            self::Busy => 5,
            self::RecordChanged => 1020,
            self::DeadlockOfMariaDb => 1213,
            self::Serialization, self::DeadlockOfPostgres => 7,
            default => null,
        };
    }

    /**
     * Who does the whole transaction again.
     */
    public function doneAgainBy(Nesting $nesting): ?Repeater
    {
        return match ($this) {
            self::Busy, self::DeadlockOfMariaDb, self::DeadlockOfPostgres => Repeater::Laravel,
            self::RecordChanged => Repeater::LaravelThatKnows1020,
            // Laravel wraps what happens in a nested transaction, and this error's code is lost on the way.
            self::Serialization => $nesting === Nesting::Nested ? Repeater::Application : Repeater::Laravel,
            default => null,
        };
    }

    public function inWords(Nesting $nesting): string
    {
        $repeater = $this->doneAgainBy($nesting);

        return $this->value . ($repeater === null ? '' : ", {$repeater->value}");
    }
}
