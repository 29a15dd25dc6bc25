<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Cartwright\Bench\Floors\DatabaseFloor;
use Cartwright\Bench\Floors\RedisFloor;

/**
 * The tables that the bench prints.
 */
final class Report
{
    /**
     * @param list<Row> $rows
     */
    public static function operations(array $rows): void
    {
        $line = "%-13s %5s | %9s %9s %9s | %9s %9s | %9s %7s %-14s %7s %-14s | %9s %7s\n";
        printf(
            $line,
            ...['operation', 'items', 'warm', 'floor', 'over', 'cold', 'floor', 'plain'],
            ...['warm', 'target', 'cold', 'target', 'original', 'warm'],
        );

        foreach ($rows as $row) {
            printf(
                $line,
                $row->operation,
                $row->items,
                self::microseconds($row->warm),
                self::microseconds($row->floorWarm),
                $row->warm === null ? '' : self::microseconds($row->warm - $row->floorWarm),
                self::microseconds($row->cold),
                self::microseconds($row->floorCold),
                self::microseconds($row->plain),
                self::times($row->timesWarm),
                self::mark($row->targetWarm, $row->warmReached()),
                self::times($row->timesCold),
                self::mark($row->targetCold, $row->coldReached()),
                self::microseconds($row->original),
                self::times($row->timesOriginal),
            );
        }
    }

    /**
     * @param array<int, Samples> $samples by number of items
     */
    public static function floors(array $samples): void
    {
        printf("%-30s %s\n", 'floor', implode(' ', array_map(
            static fn (int $items): string => sprintf('%9d', $items),
            array_keys($samples),
        )));

        foreach (self::partsOf($samples) as $part) {
            printf("%-30s %s\n", $part, implode(' ', array_map(
                static fn (Samples $one): string => sprintf('%9s', self::microseconds($one->median($part))),
                $samples,
            )));
        }
    }

    /**
     * @param array<int, Samples> $samples
     *
     * @return list<string> what was measured beside the operations
     */
    private static function partsOf(array $samples): array
    {
        return array_values(array_filter(
            array_unique(array_merge(...array_map(static fn (Samples $one): array => $one->names(), $samples))),
            static fn (string $name): bool => ! preg_match('/^(warm|cold|plain) |^request$/', $name),
        ));
    }

    /**
     * A word where the figures are those of a disk that was busy or throttled, or of a server that had to wait for a
     * processor.
     *
     * @param array<int, Samples> $samples
     */
    public static function warnOfNoise(array $samples): void
    {
        foreach ($samples as $items => $one) {
            $quarter = $one->quantile(RedisFloor::ROUND_TRIP, 0.25);
            $threeQuarters = $one->quantile(RedisFloor::ROUND_TRIP, 0.75);

            if ($threeQuarters > 2 * $quarter) {
                printf(
                    "note: with %d items a round trip to Redis took between %s and %s; the processors were busy or slept\n",
                    $items,
                    self::microseconds($quarter),
                    self::microseconds($threeQuarters),
                );
            }

            $quarter = $one->quantile(DatabaseFloor::COMMIT, 0.25);
            $threeQuarters = $one->quantile(DatabaseFloor::COMMIT, 0.75);

            if ($threeQuarters > 3 * $quarter || $quarter > 5000) {
                printf(
                    "note: with %d items a commit took between %s and %s; the disk was busy, writes mean little here\n",
                    $items,
                    self::microseconds($quarter),
                    self::microseconds($threeQuarters),
                );
            }
        }
    }

    /**
     * How many targets were reached, and those that were not, each once.
     *
     * @param array<string, list<Row>> $drivers
     */
    public static function missed(array $drivers): void
    {
        $reached = 0;
        $missed = [];

        foreach ($drivers as $driver => $rows) {
            foreach ($rows as $row) {
                $aims = [['warm', $row->timesWarm, $row->targetWarm, $row->warmReached()]];
                $aims[] = ['cold', $row->timesCold, $row->targetCold, $row->coldReached()];

                foreach ($aims as [$state, $times, $target, $isReached]) {
                    if ($isReached === true) {
                        $reached++;
                    } elseif ($isReached === false) {
                        $missed[] = sprintf(
                            '  %-16s %-13s %4d items, %s: %s instead of %s',
                            $driver,
                            $row->operation,
                            $row->items,
                            $state,
                            self::times($times),
                            self::times($target),
                        );
                    }
                }
            }
        }

        printf("%d targets reached, %d missed%s\n", $reached, count($missed), $missed === [] ? '' : ':');
        echo implode("\n", $missed);
        echo $missed === [] ? '' : "\nwhere the time goes: scripts/bench.sh profile OPERATION ITEMS [--cold] [--driver=NAME]\n";
    }

    private static function microseconds(?float $microseconds): string
    {
        return match (true) {
            $microseconds === null => '',
            abs($microseconds) < 10 => sprintf('%.2f', $microseconds),
            default => sprintf('%.1f', $microseconds),
        };
    }

    private static function times(?float $times): string
    {
        return $times === null ? '' : sprintf($times < 10 ? '%.1fx' : '%.0fx', $times);
    }

    private static function mark(?float $target, ?bool $reached): string
    {
        return $target === null || $reached === null
            ? ''
            : self::times($target) . ($reached ? ' reached' : ' MISSED');
    }
}
