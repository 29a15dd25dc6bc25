<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * What one process has to do. It goes to the process as PHP's serialised text.
 */
final readonly class Task
{
    /** One of so many is part of a transaction of the application, where it has one. */
    private const SALE_IN = 8;

    /**
     * @param class-string|null $defect
     * @param int $from the first operation; those before it another process has done
     * @param bool $waits whether the server comes to harm: the last part is done when that is over, the one before it within
     */
    public function __construct(
        public int $process,
        public Place $place,
        public string $directory,
        public int $seed,
        public int $count,
        public int $carts,
        public ?string $defect = null,
        public int $from = 0,
        public bool $waits = false,
    ) {
    }

    public function startingAt(int $from): self
    {
        return new self(
            $this->process,
            $this->place,
            $this->directory,
            $this->seed,
            $this->count,
            $this->carts,
            $this->defect,
            $from,
            $this->waits,
        );
    }

    public static function isSale(int $at): bool
    {
        return $at % self::SALE_IN === self::SALE_IN - 1;
    }

    /**
     * The operation with which the last part begins.
     */
    public static function lastPart(int $count): int
    {
        return $count - max(1, intdiv($count, 5));
    }

    /**
     * Whether a word is waited for before an operation: that there is harm, so that everybody does something in it, and that
     * all harm is over.
     */
    public function isWordAwaited(int $at): bool
    {
        return $this->waits && ($at === self::lastPart($this->count) - 1 || $at === self::lastPart($this->count));
    }

    /**
     * @return iterable<int, Operation>
     */
    public function operations(): iterable
    {
        foreach (Operation::ofProcess($this->process, $this->seed, $this->count, $this->carts) as $at => $operation) {
            if ($at >= $this->from) {
                yield $at => $operation;
            }
        }
    }
}
