<?php

declare(strict_types=1);

namespace Cartwright\Merge;

/**
 * What somebody has decided about one item that is in both carts.
 */
final readonly class MergeDecision
{
    /**
     * @param array<string, string|int> $resolution as docs/operations.md has it
     */
    private function __construct(private array $resolution)
    {
    }

    /**
     * The target's item, with the quantity that another strategy gives.
     */
    public static function by(MergeStrategy $strategy): self
    {
        return new self(['by' => $strategy->value]);
    }

    /**
     * The target's item in this quantity; 0 takes it out.
     */
    public static function quantity(int $quantity): self
    {
        return new self(['quantity' => $quantity]);
    }

    /**
     * The source's item, with its name, price, attributes and conditions.
     */
    public static function takeSource(): self
    {
        return new self(['take' => 'source']);
    }

    /**
     * As the engine reads it.
     *
     * @return array<string, string|int>
     */
    public function toArray(): array
    {
        return $this->resolution;
    }
}
