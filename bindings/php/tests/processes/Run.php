<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Illuminate\Contracts\Cache\LockTimeoutException;
use RuntimeException;

/**
 * All processes on the carts of one place, from the empty one to the comparison.
 */
final class Run
{
    /** How long all processes may say nothing. */
    private const PATIENCE = 120;

    private const POINTS = 20;

    /** No lock is held for longer by default. */
    private const LEASE_SECONDS = 5;

    /** How much later it is seen that a lock is free: it is looked at now and then, on a machine that may be busy. */
    private const ALLOWANCE_SECONDS = 2;

    /** One of so many operations that are done is the last that its or another process does, where callers are killed. */
    private const KILL_IN = 20;

    public readonly Ledger $ledger;

    public float $seconds = 0.0;

    /** @var array<int, Worker> */
    private array $workers = [];

    public int $kills = 0;

    private int $done = 0;

    public function __construct(
        private readonly Place $place,
        private readonly Options $options,
        private readonly string $directory,
        private readonly int $carts,
        private readonly string $driver,
    ) {
        $this->ledger = new Ledger(Operation::customers($carts));
    }

    public function perform(): void
    {
        $this->place->prepare($this->options->processes);
        $this->fill();
        $this->start();
        $begun = hrtime(true);
        $this->follow();
        $this->seconds = (hrtime(true) - $begun) / 1e9;

        for ($at = 1; $at <= $this->options->processes; $at++) {
            $this->ledger->read(
                $at,
                Record::of($at, $this->directory),
                $this->isServerHarmed() ? Task::lastPart($this->options->operations) : $this->options->operations,
            );
        }

        $this->compare();
    }

    private function fill(): void
    {
        $access = $this->place->open();

        foreach (Operation::customers($this->carts) as $customer) {
            foreach (Operation::sharedItems() as $item) {
                $access->perform(new Operation(Operation::ADD, $customer, $item, 1));
            }
        }
    }

    /**
     * Starts all, and lets them begin together when each has connected.
     */
    private function start(): void
    {
        for ($at = 1; $at <= $this->options->processes; $at++) {
            $this->workers[$at] = new Worker(new Task(
                $at,
                $this->place,
                $this->directory,
                $this->options->seed,
                $this->options->operations,
                $this->carts,
                $this->options->defect,
                waits: $this->isServerHarmed(),
            ));
        }

        foreach ($this->workers as $worker) {
            $worker->awaitReady();
        }

        $this->letAllGoOn();
    }

    private function letAllGoOn(): void
    {
        foreach ($this->workers as $worker) {
            $worker->goOn();
        }
    }

    /**
     * Until all have ended; a point is printed for each part of the work.
     */
    private function follow(): void
    {
        $all = $this->options->processes * $this->options->operations;
        $points = 0;
        $isHarmDue = $this->isServerHarmed();

        while ($this->workers !== []) {
            $ready = array_map(static fn (Worker $worker) => $worker->output, $this->workers);
            $none = null;

            if (stream_select($ready, $none, $none, self::PATIENCE) === 0) {
                throw new RuntimeException('No process has done anything for ' . self::PATIENCE . ' seconds');
            }

            foreach ($ready as $at => $pipe) {
                // One that has just been killed is read no more.
                if (isset($this->workers[$at]) && $this->workers[$at]->output === $pipe) {
                    $this->hear($at);
                }
            }

            if ($isHarmDue && $this->done * 3 >= $all) {
                $isHarmDue = false;
                echo " {$this->options->harm->value}";
                $this->ledger->away = $this->options->harm->strike(
                    Servant::called(),
                    $this->driver,
                    $this->letAllGoOn(...),
                );
                echo ' is over ';
                $this->letAllGoOn();
            }

            for (; $points < intdiv($this->done * self::POINTS, $all); $points++) {
                echo '.';
            }
        }
    }

    private function hear(int $at): void
    {
        if (fgets($this->workers[$at]->output) === false) {
            $this->workers[$at]->end();
            unset($this->workers[$at]);

            return;
        }

        $this->done++;

        if ($this->options->harm === Harm::KillCallers && random_int(1, self::KILL_IN) === 1) {
            $this->replace(array_rand($this->workers));
        }
    }

    /**
     * Kills a process. What it was about to do has an unknown outcome; another one goes on behind that.
     */
    private function replace(int $at): void
    {
        $task = $this->workers[$at]->task;
        $this->workers[$at]->kill();
        unset($this->workers[$at]);
        $this->kills++;
        $record = Record::of($at, $this->directory);
        $record->repair();
        $next = count($record->lines());

        foreach ($task->startingAt($next)->operations() as $operation) {
            $withSale = $this->place instanceof DatabasePlace && Task::isSale($next);
            $record->write(new Line($operation, Ledger::UNKNOWN, null, '', $withSale));
            $this->workers[$at] = new Worker($task->startingAt($next + 1));
            $this->workers[$at]->awaitReady();
            $this->workers[$at]->goOn();

            break;
        }
    }

    private function isServerHarmed(): bool
    {
        return $this->options->harm?->isOfServer() ?? false;
    }

    private function compare(): void
    {
        $access = $this->place->open();
        $keys = array_merge(...array_map(Operation::keysOf(...), range(1, $this->options->processes)));
        $found = [];

        foreach ($this->ledger->carts() as $cart) {
            $found[$cart] = $access->numbers($cart, $keys);
        }

        $this->ledger->compare($found, $access->sales(), Places::mergesAtOnce($this->driver));

        if ($this->options->harm !== null) {
            $this->changeEachOnceMore($access);
        }
    }

    /**
     * Nothing that a killed process or server has held keeps others from a cart for long.
     */
    private function changeEachOnceMore(Access $access): void
    {
        foreach (Operation::customers($this->carts) as $customer) {
            $begun = hrtime(true);
            $change = new Operation(Operation::ADD, $customer, 'afterwards', 1);

            try {
                $access->perform($change);
            } catch (LockTimeoutException) {
                // Laravel's locks give up a moment before they have waited for as long as a lease.
                $access->perform($change);
            }

            if (hrtime(true) - $begun > (self::LEASE_SECONDS + self::ALLOWANCE_SECONDS) * 1e9) {
                throw new RuntimeException("The cart of {$customer} was locked for longer than a lease");
            }
        }
    }
}
