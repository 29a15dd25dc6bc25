<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * An exception whose constructor is its own business, but which hands on what the engine knows. Its class has the
 * constant KIND.
 */
trait HasKind
{
    /** @var array<string, mixed> */
    private array $detail = [];

    public function kind(): string
    {
        return static::KIND;
    }

    /**
     * @return array<string, mixed>
     */
    public function detail(): array
    {
        return $this->detail;
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $detail
     */
    public function withDetail(array $detail): static
    {
        $this->detail = $detail;

        return $this;
    }
}
