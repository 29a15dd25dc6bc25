<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * The tables of the bench of the boundary.
 */
final class CallReport
{
    /**
     * @param array<string, mixed> $earlier what was seen before it was built
     */
    public function __construct(private readonly array $earlier)
    {
    }

    /**
     * @param array<string, list<string>> $groups the functions that are called, by group
     */
    public function calls(array $groups, Samples $samples): void
    {
        printf(
            "\nEach call from PHP, on carts of %d items: µs, the time of the closure around it included\n",
            Calls::ITEMS,
        );

        foreach ($groups as $group => $names) {
            printf("\n%s\n", $group);

            foreach ($names as $name) {
                [$what, $seen] = $this->earlier['calls'][$name] ?? ['', null];
                printf(
                    "  %-60s %s  %s\n",
                    $name,
                    self::spread($samples, $name),
                    $seen === null ? '' : "seen before: {$seen} ({$what})",
                );
            }
        }
    }

    /**
     * @param array<int, Samples> $bySize by number of items
     */
    public function operations(array $bySize): void
    {
        foreach (['warm' => 'the handle holds the cart', 'cold' => 'the handle has nothing'] as $state => $meaning) {
            printf("\nWhole operations, %s: %s; µs\n\n%-34s", $state, $meaning, 'items');

            foreach (array_keys($bySize) as $items) {
                printf(' %22d', $items);
            }

            echo "\n";

            foreach (CartWay::OPERATIONS as $operation) {
                foreach (CartWay::WAYS as $way) {
                    $this->operation($bySize, $way, $state, $operation);
                }
            }
        }
    }

    /**
     * @param array<int, Samples> $bySize
     */
    private function operation(array $bySize, string $way, string $state, string $operation): void
    {
        printf('%-13s %-20s', $operation, $way);

        foreach ($bySize as $samples) {
            printf(' %s', self::spread($samples, "{$way}/{$state}/{$operation}"));
        }

        echo "\n";
        [$what, $seen] = $this->earlier['operations'][$way][$state][$operation] ?? ['', []];

        if ($seen !== []) {
            $seen = array_combine([1, 10, 100, 1000], $seen);
            printf('%34s', 'seen before');

            foreach (array_keys($bySize) as $items) {
                printf(' %8s %-13s', isset($seen[$items]) ? self::figure((float) $seen[$items]) : '', '');
            }

            echo " {$what}\n";
        }
    }

    private static function spread(Samples $samples, string $name): string
    {
        return sprintf(
            '%8s %-13s',
            self::figure((float) $samples->median($name)),
            '(' . self::figure((float) $samples->quantile($name, 0.25)) . '–'
                . self::figure((float) $samples->quantile($name, 0.75)) . ')',
        );
    }

    private static function figure(float $microseconds): string
    {
        return match (true) {
            $microseconds < 10 => sprintf('%.2f', $microseconds),
            $microseconds < 100 => sprintf('%.1f', $microseconds),
            default => sprintf('%.0f', $microseconds),
        };
    }
}
