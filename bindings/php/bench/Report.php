<?php

declare(strict_types=1);

namespace Cartwright\Bench;

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
        $line = "%-13s %5s | %9s %9s %9s | %9s %9s | %9s %7s %-14s %7s %-14s | %9s\n";
        printf(
            $line,
            ...['operation', 'items', 'warm', 'floor', 'over', 'cold', 'floor', 'plain'],
            ...['warm', 'target', 'cold', 'target', 'original'],
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

        foreach (Floor::PARTS as $part) {
            printf("%-30s %s\n", $part, implode(' ', array_map(
                static fn (Samples $one): string => sprintf('%9s', self::microseconds($one->median($part))),
                $samples,
            )));
        }
    }

    /**
     * A word where the figures of writes are those of a disk that was busy or throttled.
     *
     * @param array<int, Samples> $samples
     */
    public static function warnOfTheDisk(array $samples): void
    {
        foreach ($samples as $items => $one) {
            [$quarter, $threeQuarters] = [$one->quantile('sqlite: commit', 0.25), $one->quantile('sqlite: commit', 0.75)];

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
     * @param array<string, list<Row>> $storages
     */
    public static function missed(array $storages): void
    {
        $reached = 0;
        $missed = [];

        foreach ($storages as $storage => $rows) {
            foreach ($rows as $row) {
                $aims = [['warm', $row->timesWarm, $row->targetWarm, $row->warmReached()]];
                $aims[] = ['cold', $row->timesCold, $row->targetCold, $row->coldReached()];

                foreach ($aims as [$state, $times, $target, $isReached]) {
                    if ($isReached === true) {
                        $reached++;
                    } elseif ($isReached === false) {
                        $missed[] = sprintf(
                            '  %-14s %-13s %4d items, %s: %s instead of %s',
                            $storage,
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
        echo implode("\n", $missed), $missed === [] ? '' : "\n";
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
