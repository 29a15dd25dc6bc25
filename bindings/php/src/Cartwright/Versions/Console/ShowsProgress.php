<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Closure;
use RuntimeException;

/**
 * A bar for work that takes a while, where a person looks.
 *
 * @internal
 */
trait ShowsProgress
{
    private const STEPS = 100;

    /** SIGINT and SIGTERM, which PHP knows by name only with an extension that not everybody has. */
    private const ENDING = [2, 15];

    /**
     * @template T
     *
     * @param Closure(Closure(float): void): T $work gets what it tells how much of it is done, from 0 to 1
     *
     * @return T
     */
    private function withProgress(Closure $work): mixed
    {
        // What is under way is ended in order, so that nothing of it is left behind.
        $this->trap(self::ENDING, static fn (int $signal) => throw new RuntimeException("ended by the signal {$signal}"));

        if ($this->option('json')) {
            return $work(static fn (float $part) => null);
        }

        $bar = $this->output->createProgressBar(self::STEPS);
        $bar->start();

        try {
            return $work(static fn (float $part) => $bar->setProgress((int) round($part * self::STEPS)));
        } finally {
            $bar->clear();
            $this->output->isDecorated() || $this->newLine();
        }
    }
}
