<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

/**
 * Every command of data versions.
 *
 * @internal
 */
final class Commands
{
    public const ALL = [
        ValidateAtomicCommand::class,
        StatsCommand::class,
        BumpCommand::class,
        RepairCommand::class,
        IncidentsCommand::class,
        LocksCommand::class,
        TrimCommand::class,
        BenchmarkCommand::class,
        StressCommand::class,
        MonitorCommand::class,
        KeysCommand::class,
        WorkerCommand::class,
    ];
}
