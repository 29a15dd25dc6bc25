<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Closure;

/**
 * A bar for work that takes a while, where a person looks.
 *
 * @internal
 */
trait ShowsProgress
{
    private const STEPS = 100;

    /**
     * @template T
     *
     * @param Closure(Closure(float): void): T $work gets what it tells how much of it is done, from 0 to 1
     *
     * @return T
     */
    private function withProgress(Closure $work): mixed
    {
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
