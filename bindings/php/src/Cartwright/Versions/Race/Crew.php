<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use RuntimeException;

/**
 * The processes of a race: they begin together, those that ask for it are killed or stopped for a while, another one comes in the
 * place of each that died, and all end in time.
 *
 * @internal
 */
final class Crew
{
    /** Seconds in which a process has to begin, and to end when it is told. */
    private const PATIENCE = 60.0;

    /** @var array<int, Worker> */
    private array $workers = [];

    private int $lives = 0;

    private bool $isOver = false;

    public function __construct(private readonly string $artisan, private readonly Outcome $outcome)
    {
    }

    public function hire(Task $task): void
    {
        $this->workers[++$this->lives] = new Worker($task, $this->artisan);
    }

    /**
     * Lets all begin, as soon as everybody is ready.
     */
    public function begin(): void
    {
        $this->attendUntil(
            microtime(true) + self::PATIENCE,
            fn (): bool => $this->every(static fn (Worker $worker): bool => $worker->isReady),
        );
        $this->every(static fn (Worker $worker): bool => $worker->isReady)
            || throw new RuntimeException('the processes of the race could not begin' . $this->firstWrong());
        array_map(static fn (Worker $worker) => $worker->goOn(), $this->workers);
    }

    /**
     * Hears everybody until a time, or until all writers are done.
     */
    public function race(float $until): void
    {
        $this->attendUntil($until, fn (): bool => ! $this->hasWriters());
    }

    public function end(): void
    {
        $this->isOver = true;
        array_map(static fn (Worker $worker) => $worker->dismiss(), $this->workers);
        $this->attendUntil(microtime(true) + self::PATIENCE, fn (): bool => $this->workers === []);

        foreach ($this->workers as $worker) {
            $worker->kill();
            $this->outcome->isWrong("a {$worker->task->role->value} did not end when it was told to");
        }

        $this->workers = [];
    }

    /**
     * @param callable(): bool $isDone
     */
    private function attendUntil(float $until, callable $isDone): void
    {
        while ($this->workers !== [] && ! $isDone() && microtime(true) < $until) {
            $outputs = array_map(static fn (Worker $worker) => $worker->output, $this->workers);
            $none = null;
            // A signal ends the wait early, and that is no reason to warn anybody.
            $ready = @stream_select($outputs, $none, $none, 0, 20_000) ?: 0;

            foreach ($ready > 0 ? array_keys($outputs) : [] as $at) {
                $this->hear($at, $this->workers[$at]);
            }

            foreach ($this->workers as $worker) {
                if ($worker->goesOnAt !== null && $worker->goesOnAt <= microtime(true)) {
                    $worker->continue();
                }
            }
        }
    }

    private function hear(int $at, Worker $worker): void
    {
        $line = fgets($worker->output);

        if ($line === false) {
            unset($this->workers[$at]);
            $wrong = $worker->end();
            $wrong === null || $this->outcome->isWrong($wrong);
            $worker->isKilled() && $this->replace($worker);

            return;
        }

        match ($line = rtrim($line, "\n")) {
            Orders::READY => $this->welcome($worker),
            Orders::STOP => $this->stop($worker),
            Orders::DIE => $this->kill($worker),
            default => $this->outcome->hear($line),
        };

        $worker->made += $line === 'changed' ? 1 : 0;
    }

    private function welcome(Worker $worker): void
    {
        $worker->isReady = true;

        // One that comes in the place of another has nobody to wait for.
        $worker->task->life > 0 && $worker->goOn();
    }

    private function stop(Worker $worker): void
    {
        if ($this->isOver) {
            return;
        }

        $this->outcome->stops++;
        $worker->stopUntil(microtime(true) + $worker->task->ground->leaseMilliseconds * 2 / 1000);
    }

    private function kill(Worker $worker): void
    {
        if ($this->isOver) {
            return;
        }

        $this->outcome->deaths++;
        $worker->kill();
    }

    private function replace(Worker $worker): void
    {
        $left = $worker->task->changes === null ? null : $worker->task->changes - $worker->made - 1;

        if (! $this->isOver && $left !== 0) {
            $this->hire($worker->task->again($left));
        }
    }

    private function hasWriters(): bool
    {
        return ! $this->every(static fn (Worker $worker): bool => $worker->task->role !== Role::Writer);
    }

    /**
     * @param callable(Worker): bool $is
     */
    private function every(callable $is): bool
    {
        return array_filter($this->workers, static fn (Worker $worker): bool => ! $is($worker)) === [];
    }

    private function firstWrong(): string
    {
        return isset($this->outcome->wrongs[0]) ? ": {$this->outcome->wrongs[0]}" : '';
    }
}
