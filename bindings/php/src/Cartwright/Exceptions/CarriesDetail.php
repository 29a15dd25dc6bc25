<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use Throwable;

/**
 * An exception that hands on what the engine knows beside the sentence: the field, the limit, the position.
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

    /**
     * @return array<string, mixed>
     */
    public function detail(): array
    {
        return $this->detail;
    }
}
