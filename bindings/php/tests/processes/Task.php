<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * What one process has to do. It goes to the process as PHP's serialised text.
 */
final readonly class Task
{
    /**
     * @param class-string|null $defect
     */
    public function __construct(
        public int $process,
        public Place $place,
        public string $directory,
        public int $seed,
        public int $count,
        public int $carts,
        public ?string $defect = null,
    ) {
    }

    /**
     * @return iterable<int, Operation>
     */
    public function operations(): iterable
    {
        return Operation::ofProcess($this->process, $this->seed, $this->count, $this->carts);
    }
}
