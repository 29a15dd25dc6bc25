<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use RuntimeException;

/**
 * All processes on the carts of one place, from the empty one to the comparison.
 */
final class Run
{
    /** How long all processes may say nothing. */
    private const PATIENCE = 120;

    private const POINTS = 20;

    public readonly Ledger $ledger;

    public float $seconds = 0.0;

    /** @var array<int, Worker> */
    private array $workers = [];

    public function __construct(
        private readonly Place $place,
        private readonly Options $options,
        private readonly string $directory,
        private readonly int $carts,
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
            $this->ledger->read($at, Record::of($at, $this->directory), $this->options->operations);
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
            ));
        }

        foreach ($this->workers as $worker) {
            $worker->awaitReady();
        }

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
        $done = 0;
        $points = 0;

        while ($this->workers !== []) {
            $ready = array_map(static fn (Worker $worker) => $worker->output, $this->workers);
            $none = null;

            if (stream_select($ready, $none, $none, self::PATIENCE) === 0) {
                throw new RuntimeException('No process has done anything for ' . self::PATIENCE . ' seconds');
            }

            foreach ($ready as $at => $pipe) {
                if (fgets($pipe) === false) {
                    $this->workers[$at]->end();
                    unset($this->workers[$at]);
                } else {
                    $done++;
                }
            }

            for (; $points < intdiv($done * self::POINTS, $all); $points++) {
                echo '.';
            }
        }
    }

    private function compare(): void
    {
        $access = $this->place->open();
        $keys = array_merge(...array_map(Operation::keysOf(...), range(1, $this->options->processes)));
        $found = [];

        foreach ($this->ledger->carts() as $cart) {
            $found[$cart] = $access->numbers($cart, $keys);
        }

        $this->ledger->compare($found, $access->sales());
    }
}
