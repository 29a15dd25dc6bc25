<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * What the processes have written down, and whether the carts agree.
 */
final class Ledger
{
    public const ACKNOWLEDGED = 'acknowledged';
    public const REFUSED = 'refused';
    public const UNKNOWN = 'unknown';

    /** Where the application's own rows are counted, beside the carts. */
    private const SALES = 'sales';

    /** @var array<string, int> how many operations ended how */
    private array $outcomes = [];

    private readonly Expectation $expected;

    /** @var list<int> */
    private array $microseconds = [];

    /** @var array<string, int> what was said, and how often */
    public array $messages = [];

    public int $lost = 0;

    public int $doubled = 0;

    /** @var list<string> */
    public array $differences = [];

    /** For how many milliseconds the server did not answer, or took nothing. */
    public float $away = 0.0;

    /** @var array<int, list<Line>> by process, the operations after the server was there again */
    private array $afterwards = [];

    /**
     * @param list<string> $customers whose carts hold the shared items already
     */
    public function __construct(array $customers)
    {
        $this->expected = new Expectation();

        foreach ($customers as $customer) {
            foreach (Operation::sharedItems() as $item) {
                $this->expected->before($customer, $item, 1);
            }
        }
    }

    /**
     * @param int $lastPart the operation with which the part begins that is done after all harm
     */
    public function read(int $process, Record $record, int $lastPart): void
    {
        foreach ($record->lines() as $at => $line) {
            $this->outcomes[$line->outcome] = ($this->outcomes[$line->outcome] ?? 0) + 1;
            $isAcknowledged = $line->outcome === self::ACKNOWLEDGED;

            if ($line->microseconds !== null) {
                $this->microseconds[] = $line->microseconds;
            }

            if ($line->outcome !== self::REFUSED) {
                $this->expected->apply($line->operation, $isAcknowledged);

                if ($line->withSale) {
                    $sale = new Operation(Operation::ADD, self::SALES, "process {$process}", 1);
                    $this->expected->apply($sale, $isAcknowledged);
                }
            }

            if ($line->message !== '') {
                $said = "{$line->operation->kind}: {$line->message}";
                $this->messages[$said] = ($this->messages[$said] ?? 0) + 1;
            }

            if ($at >= $lastPart) {
                $this->afterwards[$process][] = $line;
            }
        }
    }

    /**
     * @return list<string> whose carts are to be compared
     */
    public function carts(): array
    {
        return array_values(array_diff($this->expected->carts(), [self::SALES]));
    }

    /**
     * @param array<string, array<string, int>> $found by cart: quantities of items, values of conditions and metadata
     * @param array<string, int>|null $sales by process, where there are any
     */
    public function compare(array $found, ?array $sales, bool $mergesAtOnce = true): void
    {
        foreach ($found + ($sales === null ? [] : [self::SALES => $sales]) as $cart => $numbers) {
            foreach ($this->expected->differences($cart, $numbers) as $name => [$right, $number]) {
                $this->count("{$name} of {$cart}", $right, $number);
            }
        }

        foreach ($mergesAtOnce ? $this->expected->halfMerges($found) : [] as $what => [$right, $number]) {
            $this->count($what, $right, $number);
        }
    }

    public function outcome(string $outcome): int
    {
        return $this->outcomes[$outcome] ?? 0;
    }

    public function operations(): int
    {
        return array_sum($this->outcomes);
    }

    /**
     * Whether every process, without having been started again, had its changes acknowledged once the harm was over.
     */
    public function hasRecovered(): bool
    {
        foreach ($this->afterwards as $lines) {
            $refused = array_filter($lines, static fn (Line $line): bool => $line->outcome !== self::ACKNOWLEDGED);
            // A lock whose release did not arrive stays until its lease ends, and for that everybody waits once.
            $heldUp = array_filter($refused, static fn (Line $line): bool => $line->isOfLock());

            // The first one may find that its connection is gone.
            if (count($refused) > 1 + min(1, count($heldUp))) {
                return false;
            }
        }

        return $this->afterwards !== [];
    }

    /**
     * Whether the harm came while changes were being made: one was not acknowledged, or had to wait for the server.
     */
    public function hasFelt(): bool
    {
        return $this->outcome(self::ACKNOWLEDGED) < $this->operations()
            || max([0, ...$this->microseconds]) / 1000 >= $this->away / 2;
    }

    /**
     * The milliseconds that so many of a hundred operations stayed under.
     */
    public function percentile(int $percent): float
    {
        if ($this->microseconds === []) {
            return 0.0;
        }

        sort($this->microseconds);

        return $this->microseconds[(int) ceil(count($this->microseconds) * $percent / 100) - 1] / 1000;
    }

    /**
     * @param list<int> $right
     */
    private function count(string $what, array $right, int $found): void
    {
        $above = min([INF, ...array_filter($right, static fn (int $number): bool => $number > $found)]);
        $below = max([-INF, ...array_filter($right, static fn (int $number): bool => $number < $found)]);

        if ($above - $found <= $found - $below) {
            $this->lost += (int) ($above - $found);
        } else {
            $this->doubled += (int) ($found - $below);
        }

        $acknowledged = implode(' or ', array_slice($right, 0, 5)) . (count($right) > 5 ? ' …' : '');
        $this->differences[] = "{$what}: {$acknowledged} acknowledged, {$found} found";
    }
}
