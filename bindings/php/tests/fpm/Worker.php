<?php

declare(strict_types=1);

namespace Cartwright\Tests\fpm;

use Cartwright\Tests\Support\ResidentMemory;

/**
 * A worker process as it is seen from outside: how many requests it has answered and what memory it has.
 */
final class Worker
{
    public int $requests = 0;

    /** In KiB, when it was warm; null before. */
    private ?int $warm = null;

    private int $last = 0;

    private int $most = 0;

    public function __construct(public readonly int $pid)
    {
    }

    public function sample(bool $isWarm): void
    {
        $this->last = ResidentMemory::kib($this->pid);

        if ($isWarm) {
            $this->warm ??= $this->last;
            $this->most = max($this->most, $this->last);
        }
    }

    public function growth(): ?int
    {
        return $this->warm === null ? null : $this->last - $this->warm;
    }

    public function line(): string
    {
        return sprintf(
            "  %8d %9d %10d %9d %9d %+8d\n",
            $this->pid,
            $this->requests,
            $this->warm,
            $this->most,
            $this->last,
            $this->growth(),
        );
    }

    public static function heading(): string
    {
        return sprintf("  %8s %9s %10s %9s %9s %8s\n", 'worker', 'requests', 'warm, KiB', 'most', 'last', 'growth');
    }
}
