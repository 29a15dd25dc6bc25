<?php

declare(strict_types=1);

namespace Cartwright\Demo\Processes;

/**
 * What another process is started for.
 */
interface Task
{
    /**
     * Everything up to the moment in which it is told to begin.
     *
     * @param list<string> $arguments
     */
    public function prepare(string $directory, array $arguments): void;

    /**
     * @return array<string, mixed> the answer
     */
    public function run(): array;
}
