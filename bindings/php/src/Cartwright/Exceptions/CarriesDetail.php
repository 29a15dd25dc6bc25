<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use Throwable;

/**
 * An exception that is made of what the engine says: the sentence, and what it knows beside it. Its class has the constant
 * KIND.
 */
trait CarriesDetail
{
    /**
     * @param array<string, mixed> $detail
     */
    public function __construct(string $message, private readonly array $detail = [], ?Throwable $previous = null)
    {
        parent::__construct($message, 0, $previous);
    }

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
}
